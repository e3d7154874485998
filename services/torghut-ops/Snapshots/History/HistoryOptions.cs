using Torghut.Common.Configuration;

namespace Torghut.Ops.Snapshots.History;

/// <summary>Where snapshots are kept.</summary>
internal sealed class HistoryOptions
{
    [ConfigurationKey("OPS_SNAPSHOT_DIR", "Folder that keeps every snapshot; without one none is kept.")]
    public string Directory { get; set; } = "";

    [ConfigurationKey("OPS_SNAPSHOT_KEEP", "Snapshots that are kept; the oldest go first.", Min = 1, Max = 100_000)]
    public int Keep { get; set; } = 500;
}

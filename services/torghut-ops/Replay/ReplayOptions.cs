using Torghut.Common.Configuration;

namespace Torghut.Ops.Replay;

/// <summary>How replays of TA are made.</summary>
internal sealed class ReplayOptions
{
    [ConfigurationKey("OPS_REPLAY_DIR", "Folder that keeps the record of every replay, which a rollback needs, and the copies of destructive ones.")]
    public string Directory { get; set; } = "";

    [ConfigurationKey("OPS_REPLAY_STEP_TIMEOUT_SECONDS", "Longest wait until the workload follows a step's commit.", Min = 1, Max = 7_200)]
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(10);

    [ConfigurationKey("OPS_TA_MANIFEST", "File in the repository that the TA workload is made from.")]
    public string Manifest { get; set; } = "argocd/applications/torghut/ta/values.yaml";
}

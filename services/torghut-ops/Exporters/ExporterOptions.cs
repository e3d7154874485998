using Torghut.Common.Configuration;

namespace Torghut.Ops.Exporters;

/// <summary>How often what probes see becomes metrics.</summary>
internal sealed class ExporterOptions
{
    [ConfigurationKey("OPS_EXPORT_SECONDS", "Time between two looks at everything, whose results are metrics.", Min = 5, Max = 3600)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);
}

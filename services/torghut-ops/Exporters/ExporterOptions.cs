using Torghut.Common.Configuration;

namespace Torghut.Ops.Exporters;

/// <summary>How often what probes see becomes metrics.</summary>
internal sealed class ExporterOptions
{
    [ConfigurationKey("OPS_EXPORT_SECONDS", "Time between two looks at everything, whose results are metrics.", Min = 5, Max = 3600)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKey("LLM_VETO_RATE_BASELINE", "Part of the reviews that is expected to say veto; alerts compare the last day with it.", Min = 0, Max = 1)]
    public double VetoRateBaseline { get; set; } = 0.2;

    [ConfigurationKey("LLM_TOKENS_PER_REQUEST_BUDGET", "Tokens that a review may take; alerts compare the last day's mean with it.", Min = 1, Max = 1_000_000)]
    public int TokensPerRequestBudget { get; set; } = 4_000;
}

using Torghut.Common.Configuration;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>What reading bars, signals and ticks may cost.</summary>
internal sealed class TaReadOptions
{
    [ConfigurationKey("OPS_TA_QUERY_SECONDS", "Longest that a query for bars or signals may take, at the server and here.", Min = 1, Max = 60)]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKey("OPS_TA_LATEST_HOURS", "How long before the newest bar of all a symbol's last one may lie to be among the latest.", Min = 1, Max = 192)]
    public TimeSpan LatestWindow { get; set; } = TimeSpan.FromHours(24);

    [ConfigurationKey("OPS_TA_TICKS_RECORDS", "The most records of a log that are looked through for the ticks of one bar.", Min = 100, Max = 1_000_000)]
    public int MaxTickRecords { get; set; } = 50_000;
}

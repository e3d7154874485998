using Torghut.Common.Configuration;

namespace Torghut.Ops.TradingHistory;

/// <summary>Bounds of what is asked about the past of trading.</summary>
internal sealed class TradingHistoryOptions
{
    [ConfigurationKey("OPS_HISTORY_QUERY_TIMEOUT_MS", "How long Postgres may work on one statement about decisions, executions and profit.", Min = 100,
        Max = 60_000)]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

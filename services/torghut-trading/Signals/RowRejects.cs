using Torghut.Trading.Json;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Signals;

/// <summary>Counts and names rows that were not read. One line a read for each symbol and reason: a table full of them must not fill the log.</summary>
internal sealed class RowRejects(TradingMetrics metrics, ILogger<RowRejects> logger)
{
    private readonly Dictionary<string, long> _bars = new(StringComparer.Ordinal);

    /// <summary>Signals that were rejected for the first time.</summary>
    public void Signals(string table, IReadOnlyCollection<RejectedSignal> rejected)
    {
        foreach (var group in rejected.GroupBy(row => (row.Position.Symbol, row.Reason)))
        {
            var first = group.First();
            metrics.RowRejected(first.Reason, group.Count());
            TradingLog.RowRejected(
                logger, table, first.Position.Symbol, CanonicalText.Of(first.Position.EventTs), first.Position.Seq, group.Count(), first.Reason, first.Detail);
        }
    }

    /// <summary>Bars of a symbol within the price look-back that are none; every read sees them again, so only what is more than before counts.</summary>
    public void Bars(string table, string symbol, long rejected, DateTimeOffset newest)
    {
        var before = _bars.GetValueOrDefault(symbol);
        _bars[symbol] = rejected;
        if (rejected > before)
        {
            metrics.RowRejected(RowRejectReasons.BarOutOfRange, rejected - before);
            TradingLog.RowRejected(
                logger, table, symbol, CanonicalText.Of(newest), 0, rejected - before, RowRejectReasons.BarOutOfRange, "a price, a volume or a sequence");
        }
    }
}

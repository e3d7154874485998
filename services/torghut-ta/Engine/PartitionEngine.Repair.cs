using Torghut.Contracts.Time;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    /// <summary>Whether the clock of the trades log is ahead of what that log says: an event lied about its receipt too, or an older build did.</summary>
    public bool IsTradesClockAhead => Clocks.Trades.IsAhead(_maxFutureNanos);

    /// <summary>The same of the quotes log.</summary>
    public bool IsQuotesClockAhead => Clocks.Quotes.IsAhead(_maxFutureNanos);

    /// <summary>
    /// Sets the clock of the trades log back to where that log is. What was made of times that have not come goes: windows, waiting signals, trade ids, and
    /// the indicators of symbols that had bars there. Windows that the wrong clock closed stay closed, so nothing is sent twice.
    /// </summary>
    /// <param name="latest">Newest time of the log, nanoseconds.</param>
    public void SetTradesBack(long latest)
    {
        _trades = new PartitionWatermark(Nanos.Of(_options.MaxOutOfOrder));
        _trades.Restore(latest, Nanos.FloorSecond(latest) + 1);
        _tradeReceipts.Restore(latest);
        SetHoursBack();
        Confine();
    }

    /// <summary>Sets the clock of the quotes log back to where that log is.</summary>
    /// <param name="latest">Newest time of the log, nanoseconds.</param>
    public void SetQuotesBack(long latest)
    {
        _quotes = new PartitionWatermark(Nanos.Of(_options.MaxOutOfOrder));
        _quotes.Restore(latest, Nanos.FloorSecond(latest));
        _quoteReceipts.Restore(latest);
        SetHoursBack();
        Confine();
    }

    /// <summary>Nothing was silent for as long as the wrong clock says.</summary>
    private void SetHoursBack()
    {
        foreach (var state in _symbols.Values)
        {
            (state.TradeHour, state.QuoteHour) = (PartitionWatermark.None, PartitionWatermark.None);
        }

        RestoreHours();
    }
}

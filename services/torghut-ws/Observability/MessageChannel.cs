namespace Torghut.Ws.Observability;

/// <summary>Everything that is counted by channel; numbers index tables.</summary>
internal enum MessageChannel
{
    Trades,
    Quotes,
    Bars,
    UpdatedBars,
    DailyBars,
    Corrections,
    CancelErrors,
    Statuses,
    Lulds,
    TradeUpdates,
}

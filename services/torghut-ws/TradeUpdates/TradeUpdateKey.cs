using Torghut.Alpaca.TradeUpdates;

namespace Torghut.Ws.TradeUpdates;

/// <summary>
/// What makes two order events the same: the execution for fills, because a second partial fill has the same order and may have the same
/// time; the order, the event and its time for everything else.
/// </summary>
internal readonly record struct TradeUpdateKey(string Identity, string Event, long TimestampNanos)
{
    public static TradeUpdateKey Of(TradeUpdateMessage update) => update is { IsFill: true, ExecutionId: { Length: > 0 } execution }
        ? new(execution, "", 0)
        : new(update.OrderId, update.EventText, update.TimestampNanos ?? 0);
}

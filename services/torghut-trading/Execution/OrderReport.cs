namespace Torghut.Trading.Execution;

/// <summary>What the broker reports of an order, by whatever way it came.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Source">One of <see cref="OrderReportSources"/>.</param>
/// <param name="Event">What the trade-updates stream said happened; null for a mere poll of the order.</param>
/// <param name="Origin">The record that brought it; null for another source, and while nobody traces.</param>
internal sealed record OrderReport(BrokerOrder Order, string Source, OrderEvent? Event = null, MessageOrigin? Origin = null);

/// <summary>One event of the trade-updates stream.</summary>
/// <param name="Name">The broker's word, for example <c>partial_fill</c>.</param>
/// <param name="ExecutionId">Identity of a fill; null where the event has none.</param>
/// <param name="Price">USD a share of this fill.</param>
/// <param name="Qty">Shares of this fill.</param>
/// <param name="PositionQty">Signed position after the event, when given.</param>
/// <param name="At">The broker's time.</param>
internal sealed record OrderEvent(string Name, string? ExecutionId, decimal? Price, decimal? Qty, decimal? PositionQty, DateTimeOffset At)
{
    /// <summary>A fill is known by its execution, anything else by order, event and time.</summary>
    public string DedupKey(string orderId) => ExecutionId is { Length: > 0 } execution && Name is "fill" or "partial_fill"
        ? $"execution:{ExecutionId}"
        : $"event:{orderId}:{Name}:{Json.CanonicalText.Of(At)}";
}

/// <summary>Where a report comes from; persisted.</summary>
internal static class OrderReportSources
{
    public const string Submit = "submit";
    public const string Lookup = "lookup";
    public const string Reconcile = "reconcile";
    public const string TradeUpdates = "trade_updates";
}

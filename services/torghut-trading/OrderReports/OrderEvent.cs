using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Trading.OrderReports;

/// <summary>One event of the trade-updates stream.</summary>
/// <param name="Name">The broker's word, for example <c>partial_fill</c>.</param>
/// <param name="ExecutionId">Identity of a fill; null where the event has none.</param>
/// <param name="Price">USD a share of this fill.</param>
/// <param name="Qty">Shares of this fill.</param>
/// <param name="PositionQty">Signed position after the event, when given.</param>
/// <param name="At">The broker's time.</param>
internal sealed record OrderEvent(string Name, string? ExecutionId, decimal? Price, decimal? Qty, decimal? PositionQty, DateTimeOffset At)
{
    public bool IsFill => TradeUpdateIdentity.IsFill(Name);

    /// <summary>Whether a fill was taken back or changed afterwards.</summary>
    public bool IsCorrection => Name is "trade_bust" or "trade_correct";

    /// <summary>The identity under which it is stored once.</summary>
    public string DedupKey(string orderId) => TradeUpdateIdentity.Of(Name, ExecutionId, orderId, Nanos.Of(At)).ToString();
}

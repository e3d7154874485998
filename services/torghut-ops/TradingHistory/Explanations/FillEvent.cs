namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>A fill as the stream of order updates reported it.</summary>
/// <param name="Event">The broker's word.</param>
/// <param name="Source">Who brought it to the store.</param>
internal sealed record FillEvent(
    Guid Id, DateTimeOffset At, string Event, string? ExecutionId, decimal? Qty, decimal? Price, decimal? PositionQty, string Source);

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>A decision in a list.</summary>
/// <param name="At">Market time at which it was made.</param>
/// <param name="CreatedAt">The store's time at which its row was begun.</param>
/// <param name="Qty">Shares; null until it was sized.</param>
/// <param name="LimitPrice">USD a share; null for a market order.</param>
/// <param name="Reasons">Every risk code against it.</param>
/// <param name="SignalEventTs">End of the window that the signal is of.</param>
internal sealed record DecisionItem(
    Guid Id, DateTimeOffset At, DateTimeOffset CreatedAt, string Strategy, string Symbol, string Action, decimal? Qty, decimal? LimitPrice, string Status,
    string? StatusReason, IReadOnlyList<string> Reasons, DecisionOutcome Outcome, DateTimeOffset SignalEventTs);

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>An order at the broker in a list.</summary>
/// <param name="At">Market time at which the broker got it.</param>
/// <param name="CreatedAt">The store's time at which its row was begun.</param>
/// <param name="DecisionId">Null when no decision stands behind it.</param>
/// <param name="External">Whether somebody else sent it.</param>
/// <param name="Qty">Shares; null for an order of an amount of money.</param>
/// <param name="LimitPrice">USD a share; null without a limit.</param>
/// <param name="FilledAvgPrice">USD a share; null before the first fill.</param>
/// <param name="FilledAt">When it was filled last, as a whole or in part; null before the first fill.</param>
internal sealed record ExecutionItem(
    Guid Id, DateTimeOffset At, DateTimeOffset CreatedAt, Guid? DecisionId, string? Strategy, string Symbol, string Side, string OrderType, string TimeInForce,
    decimal? Qty, decimal? LimitPrice, string Status, decimal FilledQty, decimal? FilledAvgPrice, DateTimeOffset? FilledAt, string Adapter, bool External,
    string OrderId, string ClientOrderId);

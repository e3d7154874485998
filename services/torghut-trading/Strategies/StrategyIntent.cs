namespace Torghut.Trading.Strategies;

/// <summary>A wish to trade, without quantity or price.</summary>
/// <param name="Action">Buy or sell.</param>
/// <param name="Rationale">Stable names of the conditions that held.</param>
internal sealed record StrategyIntent(OrderSide Action, IReadOnlyList<string> Rationale);

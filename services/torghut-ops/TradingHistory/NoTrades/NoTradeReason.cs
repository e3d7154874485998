namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>A reason why there was no trade.</summary>
/// <param name="Source">Where it is known from: <c>calendar</c>, <c>postgres</c>, <c>clickhouse</c>, <c>torghut-ops</c> or <c>torghut-trading</c>.</param>
internal sealed record NoTradeReason(string Code, string Text, string Source);

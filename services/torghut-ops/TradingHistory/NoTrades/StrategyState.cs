namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>Whether a strategy could have acted on a symbol, as the catalogue stands now.</summary>
internal sealed record StrategyState(string Name, bool Enabled, bool Watches, DateTimeOffset? SuspendedAt, string? SuspendedReason);

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>A strategy as the catalogue has it, and what it decided.</summary>
/// <param name="Universe">Symbols that it watches.</param>
/// <param name="SuspendedAt">Since when it waits for a person; null when it does not.</param>
/// <param name="Decisions">How many decisions it made, counted to <see cref="StrategyHistory.MostCounted"/>.</param>
/// <param name="DecisionsCapped">Whether there are more than were counted.</param>
/// <param name="LastDecisionAt">Market time.</param>
internal sealed record StrategyItem(
    string Name, string Version, string PluginType, bool Enabled, IReadOnlyList<string> Universe, DateTimeOffset? SuspendedAt, string? SuspendedReason,
    long Decisions, bool DecisionsCapped, DateTimeOffset? LastDecisionAt);

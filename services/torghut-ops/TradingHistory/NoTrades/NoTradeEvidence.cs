using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>Everything that is known of a moment at which somebody expected a trade.</summary>
/// <param name="Strategy">The one that was expected to act; null for any.</param>
/// <param name="Strategies">It, or all that there are.</param>
/// <param name="Decisions">Those within <see cref="NoTradeReasons.Near"/> of the moment, the newest first.</param>
/// <param name="IsInUniverse">Whether the symbol is traded now; null when nobody knows.</param>
/// <param name="Signals">Within the look-back before the moment.</param>
internal sealed record NoTradeEvidence(
    string? Account, string Symbol, string? Strategy, DateTimeOffset At, NoTradeSession Session, IReadOnlyList<StrategyState> Strategies,
    IReadOnlyList<LatchState> Latches, IReadOnlyList<DecisionItem> Decisions, SignalCount Signals, LastTick LastTick, bool? IsInUniverse);

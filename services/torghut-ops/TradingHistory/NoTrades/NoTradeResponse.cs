using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>Why there was no trade: the reasons, the weightiest first, and what they rest on.</summary>
internal sealed record NoTradeResponse(
    string? Account, string Symbol, string? Strategy, DateTimeOffset At, NoTradeSession Session, IReadOnlyList<NoTradeReason> Reasons,
    IReadOnlyList<DecisionItem> Decisions, IReadOnlyList<LatchState> Latches, IReadOnlyList<StrategyState> Strategies, SignalCount Signals, LastTick LastTick)
{
    public static NoTradeResponse Of(NoTradeEvidence seen) => new(
        seen.Account, seen.Symbol, seen.Strategy, seen.At, seen.Session, NoTradeReasons.Of(seen), seen.Decisions, seen.Latches, seen.Strategies, seen.Signals,
        seen.LastTick);
}

using Torghut.Trading.Catalogue;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Decisions;

/// <summary>What a strategy wants, with everything that led to it.</summary>
/// <param name="Strategy">The catalogue's entry.</param>
/// <param name="Signal">The signal it was evaluated on.</param>
/// <param name="Intent">Its identity.</param>
/// <param name="Rationale">Conditions that held.</param>
/// <param name="MarketTime">The broker's time of the evaluation.</param>
internal sealed record DecisionDraft(StrategyDefinition Strategy, SignalRow Signal, Intent Intent, IReadOnlyList<string> Rationale, DateTimeOffset MarketTime)
{
    public string Hash { get; } = Intent.DecisionHash();

    public OrderSide Side => Intent.Action;
}

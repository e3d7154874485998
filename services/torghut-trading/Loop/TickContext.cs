using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Sizing;

namespace Torghut.Trading.Loop;

/// <summary>What the decisions of one tick are judged against.</summary>
internal sealed class TickContext
{
    public required MarketClock Clock { get; init; }

    public required IReadOnlySet<string> Universe { get; init; }

    public required PortfolioSnapshot Portfolio { get; init; }

    public required OrderRateTracker OrderRate { get; init; }

    public required IReadOnlyDictionary<string, PriceView> Prices { get; init; }

    public required IReadOnlyDictionary<string, BrokerAsset> Assets { get; init; }

    public required HashSet<string> Suspended { get; init; }

    public required RiskLimits Limits { get; init; }

    public required SizingLimits Sizing { get; init; }

    public required OrderPolicy Policy { get; init; }

    /// <summary>Counts an order that left against the decisions that follow in the same tick.</summary>
    public void Left(DecisionRow row, PlannedOrder order, RiskVerdict verdict)
    {
        OrderRate.Leaving(row.StrategyName, row.Symbol, Clock.Now, verdict.OpeningQty > 0);
        Portfolio.Leaving(order, verdict.OpeningQty, Prices.GetValueOrDefault(order.Symbol)?.Price ?? order.LimitPrice ?? 0);
    }
}

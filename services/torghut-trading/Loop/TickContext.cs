using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Loop;

/// <summary>What decisions are judged against while it is fresh.</summary>
internal sealed class TickContext
{
    public required SessionClock Clock { get; init; }

    /// <summary>Monotonic time at which reading of positions and open orders began.</summary>
    public required long ReadAt { get; init; }

    /// <summary>Monotonic time at which they had been answered.</summary>
    public required long AnsweredAt { get; init; }

    public required IReadOnlySet<string> Universe { get; init; }

    public required PortfolioSnapshot Portfolio { get; init; }

    public required OrderRateTracker OrderRate { get; init; }

    public required IReadOnlyDictionary<string, PriceView> Prices { get; init; }

    /// <summary>The broker's own prices; a symbol without one is missing.</summary>
    public required IReadOnlyDictionary<string, BrokerQuote> Quotes { get; init; }

    public required IReadOnlyDictionary<string, BrokerAsset> Assets { get; init; }

    public required HashSet<string> Suspended { get; init; }

    public required RiskLimits Limits { get; init; }

    public required SizingLimits Sizing { get; init; }

    public required OrderPolicy Policy { get; init; }

    /// <summary>
    /// What a symbol costs: the newest bar's price. For what closes a position it is the broker's own, with its quote, where the two contradict each other or
    /// there is no bar: an exit leaves at the price of the market that it goes to.
    /// </summary>
    /// <param name="closes">Whether the order closes a position.</param>
    public TopOfBook? PriceOf(string symbol, bool closes)
    {
        var bar = Prices.GetValueOrDefault(symbol)?.Price;
        if (closes && Quotes.GetValueOrDefault(symbol) is { Price: { } own } quote
            && (bar is not { } said || (Limits.MaxPriceDeviation is { } most && Math.Abs(said - own) > most * own)))
        {
            return quote.Mid is null ? new TopOfBook(own, null, null) : new TopOfBook(own, quote.Bid, quote.Ask);
        }

        return bar is { } last ? new TopOfBook(last, null, null) : null;
    }

    /// <summary>The position in a symbol, as strategies may look at it.</summary>
    public HeldPosition PositionOf(string symbol) => Portfolio.PositionOf(symbol);

    /// <summary>
    /// A decision's order as the gate sees it. What an exit goes by is as old as the answer: a broker that takes longer to answer than a context may be old
    /// keeps entries back and traps no exit.
    /// </summary>
    public LeavingOrder Leaving(DecisionRow row) =>
        new(row.Symbol, row.Action, row.OpensExposure, row.SignalEventTs, Clock, row.OpensExposure ? ReadAt : AnsweredAt);

    /// <summary>Counts an order that left against the decisions that follow on the same context.</summary>
    public void Left(DecisionRow row, PlannedOrder order, RiskVerdict verdict)
    {
        OrderRate.Leaving(row.StrategyName, row.Symbol, Clock.Now, verdict.OpeningQty > 0);
        Portfolio.Leaving(order, verdict.OpeningQty, Prices.GetValueOrDefault(order.Symbol)?.Price ?? order.LimitPrice ?? 0);
    }
}

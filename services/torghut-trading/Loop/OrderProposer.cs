using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Loop;

/// <summary>Sizes an intent, makes the order and asks the risk engine: pure functions over a tick's context.</summary>
internal static class OrderProposer
{
    /// <summary>Whether an intent closes a position, of which working orders may already have closed a part.</summary>
    public static bool Closes(OrderSide side, PortfolioView portfolio) =>
        side == OrderSide.Buy ? portfolio.PositionQty + portfolio.PendingBuyQty < 0 : portfolio.PositionQty - portfolio.PendingSellQty > 0;

    /// <summary>The order an intent leads to; of quantity 0 when there is no price to size with.</summary>
    public static (PlannedOrder Order, SizingResult Sizing) Propose(DecisionDraft draft, TickContext context)
    {
        var symbol = draft.Intent.Symbol;
        var portfolio = context.Portfolio.View(symbol);
        var closes = Closes(draft.Side, portfolio);
        if (context.PriceOf(symbol, closes) is not { } price)
        {
            return (new PlannedOrder(symbol, draft.Side, 0, OrderKind.Market, null), new SizingResult(0, []));
        }

        var features = draft.Signal.Features;
        var bars = context.Prices.GetValueOrDefault(symbol)?.Price == price.Last;
        var top = bars ? new TopOfBook(price.Last, ToPrice(features.ImbalanceBidPx), ToPrice(features.ImbalanceAskPx)) : price;

        // A market order takes any price, so it needs a second source to say which that will be; where there is none, the order asks for its own.
        var policy = context.Quotes.GetValueOrDefault(symbol)?.Price is null ? context.Policy with { PreferLimit = true } : context.Policy;
        var order = policy.Plan(symbol, draft.Side, 0, top);

        // An entry is sized by what it may cost, as caps judge it: an order that fills its budget at the last price would pass it at its limit.
        var cost = closes ? price.Last : Math.Max(price.Last, order.LimitPrice.GetValueOrDefault());
        var fractionable = context.Assets.GetValueOrDefault(symbol)?.Fractionable == true;
        var input = Input(draft, cost, portfolio, context.Portfolio) with { Fractionable = fractionable, Available = portfolio.Available };
        var sizing = PositionSizer.Size(input, context.Sizing);
        return (order with { Qty = sizing.Qty }, sizing);
    }

    /// <summary>
    /// Everything the risk engine looks at for an order. An average begins with the first bar itself; what needs fifteen of them says that it has seen some.
    /// </summary>
    public static RiskInput Risk(
        StrategyDefinition? strategy, string strategyName, SignalRow signal, PlannedOrder order, bool veto, SwitchView switches, TickContext context)
    {
        var portfolio = context.Portfolio.View(order.Symbol);
        var proposed = new ProposedOrder(order.Symbol, order.Side, order.Qty, order.LimitPrice);
        var price = context.PriceOf(order.Symbol, closes: !Exposure.Of(proposed, portfolio).Opens);
        var bars = context.Prices.GetValueOrDefault(order.Symbol);
        var quote = context.Quotes.GetValueOrDefault(order.Symbol);
        var asset = context.Assets.GetValueOrDefault(order.Symbol);
        return new RiskInput(
            switches,
            new StrategyView(
                strategy is { Enabled: true },
                context.Suspended.Contains(strategyName),
                context.Universe.Contains(order.Symbol) && strategy?.Trades(order.Symbol) == true,
                veto,
                strategy?.MaxNotionalPerTrade,
                strategy?.MaxPositionPctEquity,
                strategy?.Cooldown),
            proposed,
            new MarketView(
                price?.Last, context.Clock.Now - signal.EventTs, context.Clock.IsOpen, asset?.Tradable == true, asset?.Shortable == true, bars?.Volume)
            {
                Others = new OtherPrices(bars?.Recent, quote?.PreviousClose, quote?.Mid, quote?.Trade)
                {
                    Streamed = new BrokerQuote(ToPrice(signal.Features.ImbalanceBidPx), ToPrice(signal.Features.ImbalanceAskPx), null, null).Mid,
                    Average = signal.Features.Rsi14 is null ? null : ToPrice(signal.Features.Ema26),
                },
            },
            context.Portfolio.AccountView,
            portfolio,
            new ThrottleView(context.OrderRate.SinceLastEntry(strategyName, order.Symbol, context.Clock.Now), context.OrderRate.OrdersLastMinute, false),
            context.Limits);
    }

    /// <summary>The engine's verdict, as a span while somebody traces.</summary>
    public static RiskVerdict Check(RiskInput input)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.CheckRisk);
        var verdict = RiskEngine.Evaluate(input);
        span?.SetTag(TradingTracing.RiskApproved, verdict.Approved).SetTag(TradingTracing.RiskCodes, verdict.Codes.ToArray());
        return verdict;
    }

    private static SizingInput Input(DecisionDraft draft, decimal price, PortfolioView portfolio, PortfolioSnapshot snapshot)
    {
        var buying = draft.Side == OrderSide.Buy;
        return new SizingInput(
            draft.Side,
            price,
            snapshot.Account.Equity,
            draft.Strategy.MaxNotionalPerTrade,
            draft.Strategy.MaxPositionPctEquity,
            draft.Signal.Features.VolRealizedW60s,
            buying ? portfolio.PositionQty + portfolio.PendingBuyQty : portfolio.PositionQty - portfolio.PendingSellQty,
            portfolio.OtherGross,
            buying ? portfolio.OtherNetLong : portfolio.OtherNetShort,
            portfolio.OtherPositions);
    }

    private static decimal? ToPrice(double? value) => value is > 0 and < 10_000_000 ? Math.Round((decimal)value.Value, 8) : null;
}

using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Loop;

/// <summary>Sizes an intent, makes the order and asks the risk engine: pure functions over a tick's context.</summary>
internal static class OrderProposer
{
    /// <summary>The order an intent leads to; of quantity 0 when there is no price to size with.</summary>
    public static (PlannedOrder Order, SizingResult Sizing) Propose(DecisionDraft draft, TickContext context)
    {
        var symbol = draft.Intent.Symbol;
        if (!context.Prices.TryGetValue(symbol, out var price))
        {
            return (new PlannedOrder(symbol, draft.Side, 0, OrderKind.Market, null), new SizingResult(0, []));
        }

        var portfolio = context.Portfolio.View(symbol);
        var sizing = PositionSizer.Size(Input(draft, price.Price, portfolio, context.Portfolio), context.Sizing);
        var features = draft.Signal.Features;
        var top = new TopOfBook(price.Price, ToPrice(features.ImbalanceBidPx), ToPrice(features.ImbalanceAskPx));
        return (context.Policy.Plan(symbol, draft.Side, sizing.Qty, top), sizing);
    }

    /// <summary>Everything the risk engine looks at for an order.</summary>
    public static RiskInput Risk(StrategyDefinition? strategy, string strategyName, DateTimeOffset signalTs, PlannedOrder order, bool veto, SwitchView switches,
        TickContext context)
    {
        var price = context.Prices.GetValueOrDefault(order.Symbol);
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
            new ProposedOrder(order.Symbol, order.Side, order.Qty, order.LimitPrice),
            new MarketView(price?.Price, context.Clock.Now - signalTs, context.Clock.IsOpen, asset?.Tradable == true, asset?.Shortable == true, price?.Volume),
            context.Portfolio.AccountView,
            context.Portfolio.View(order.Symbol),
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

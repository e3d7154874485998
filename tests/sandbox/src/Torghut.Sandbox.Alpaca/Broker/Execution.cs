using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// Decides whether and how much of an order the present market fills: at the quote's other side (the last trade where nobody quotes),
/// regardless of the quote's size. A seeded share of executions takes only a part; the rest is looked at again with the next tick.
/// </summary>
internal sealed class Execution(AlpacaSimulatorOptions options)
{
    // Above and below 50 dollars a buy stop becomes a limit order this far over its stop.
    private const decimal BuyStopCollarHigh = 1.025m;
    private const decimal BuyStopCollarLow = 1.04m;

    /// <summary>Shares and price of an execution, or null when the order cannot trade now.</summary>
    public (decimal Qty, decimal Price)? Match(Order order, in SymbolState state)
    {
        var buys = order.Request.Side == OrderSide.Buy;
        var price = Amounts.Price(buys ? state.BuyPrice : state.SellPrice);
        if (price <= 0 || !IsTriggered(order, state))
        {
            return null;
        }

        var limit = LimitOf(order);
        if (limit is { } bound && (buys ? price > bound : price < bound))
        {
            return null;
        }

        if (order.Request.Notional is { } notional)
        {
            order.Qty ??= decimal.Truncate(notional / price * 1_000_000_000m) / 1_000_000_000m;
            return (order.Remaining, price);
        }

        return (Part(order), price);
    }

    private static decimal? LimitOf(Order order) => order.Request switch
    {
        { Type: OrderType.Stop, Side: OrderSide.Buy, StopPrice: { } stop } => stop * (stop < 50 ? BuyStopCollarLow : BuyStopCollarHigh),
        var request => request.LimitPrice,
    };

    /// <summary>Whether the market has gone through an order's stop price; moves the stop of a trailing one first.</summary>
    public static bool IsTriggered(Order order, in SymbolState state)
    {
        if (!order.Triggered)
        {
            Trail(order, Amounts.Price(state.Mark));
        }

        if (order.StopPrice is not { } stop || order.Triggered)
        {
            return true;
        }

        var mark = Amounts.Price(state.Mark);
        order.Triggered = order.Request.Side == OrderSide.Buy ? mark >= stop : mark > 0 && mark <= stop;
        return order.Triggered;
    }

    // The stop follows the best price at its distance and never goes back.
    private static void Trail(Order order, decimal mark)
    {
        if (order.Request.Type != OrderType.TrailingStop || mark <= 0)
        {
            return;
        }

        var sells = order.Request.Side == OrderSide.Sell;
        var best = order.BestPrice is not { } seen ? mark : sells ? Math.Max(seen, mark) : Math.Min(seen, mark);
        if (best != order.BestPrice)
        {
            TrailFrom(order, best);
        }
    }

    /// <summary>Puts a trailing stop at its distance from the best price seen.</summary>
    public static void TrailFrom(Order order, decimal best)
    {
        var sells = order.Request.Side == OrderSide.Sell;
        var distance = order.Request.TrailPrice ?? (best * order.Request.TrailPercent!.Value / 100);
        var stop = sells ? best - distance : best + distance;
        order.BestPrice = best;
        order.StopPrice = Math.Round(stop, stop >= 1 ? 2 : 4);
    }

    private decimal Part(Order order)
    {
        var remaining = order.Remaining;
        if (remaining < 2 || order.Request.TimeInForce == TimeInForce.Fok)
        {
            return remaining;
        }

        // Depends on the order and not on when it came, so that a rerun splits the same orders in the same way.
        var random = SplitMix64.For(options.Seed, $"{order.ClientOrderId}:{order.Fills}");
        return random.NextDouble() >= options.PartialFills
            ? remaining
            : 1 + decimal.Truncate((decimal)random.NextDouble() * (decimal.Truncate(remaining) - 1));
    }
}

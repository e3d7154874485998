using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The rules of trailing stops, auction orders and orders with exits that depend on the request alone.</summary>
internal static class OrderClassRules
{
    private const decimal LargestTrailPercent = 100;

    /// <exception cref="RefusedException">The request breaks a rule.</exception>
    public static void Check(OrderRequest request)
    {
        CheckTrail(request);
        CheckAuction(request);
        CheckClass(request);
    }

    private static void CheckTrail(OrderRequest request)
    {
        var given = (request.TrailPrice is null ? 0 : 1) + (request.TrailPercent is null ? 0 : 1);
        if (request.Type != OrderType.TrailingStop)
        {
            if (given > 0)
            {
                throw RefusedException.Malformed("trail_price and trail_percent are for trailing_stop orders only");
            }

            return;
        }

        if (given != 1)
        {
            throw RefusedException.Malformed("trailing stop orders must specify one of trail_price or trail_percent");
        }

        if (request.TrailPrice <= 0 || request.TrailPercent is <= 0 or >= LargestTrailPercent)
        {
            throw RefusedException.Malformed("trail_price must be > 0 and trail_percent between 0 and 100");
        }

        if (request.TimeInForce is not (TimeInForce.Day or TimeInForce.Gtc))
        {
            throw RefusedException.Unprocessable("trailing stop orders must be DAY or GTC orders");
        }

        if (request.IsFractional)
        {
            throw RefusedException.Unprocessable("fractional orders cannot be trailing stop orders");
        }

        OrderParser.CheckIncrement(request.TrailPrice);
    }

    private static void CheckAuction(OrderRequest request)
    {
        if (request.IsForAuction && request.Type is not (OrderType.Market or OrderType.Limit))
        {
            throw RefusedException.Unprocessable($"{EnumNames.Of(request.TimeInForce)} orders must be market or limit orders");
        }
    }

    private static void CheckClass(OrderRequest request)
    {
        var (word, profit, loss) = (EnumNames.Of(request.Class), request.TakeProfitLimit is not null, request.StopLossStop is not null);
        switch (request.Class)
        {
            case OrderClass.Simple when profit || loss:
                throw RefusedException.Malformed("take_profit and stop_loss need an order_class of bracket, oco or oto");
            case OrderClass.Simple:
                return;
            case OrderClass.Bracket or OrderClass.Oco when !profit:
                throw RefusedException.Malformed($"{word} orders require take_profit.limit_price");
            case OrderClass.Bracket or OrderClass.Oco when !loss:
                throw RefusedException.Malformed($"{word} orders require stop_loss.stop_price");
            case OrderClass.Oto when profit == loss:
                throw RefusedException.Malformed("oto orders require one of take_profit or stop_loss");
            case OrderClass.Oco when request.Type != OrderType.Limit:
                throw RefusedException.Malformed("oco orders must be limit orders");
        }

        if (request.Type is not (OrderType.Market or OrderType.Limit))
        {
            throw RefusedException.Malformed($"{word} orders must be market or limit orders");
        }

        if (request.TimeInForce is not (TimeInForce.Day or TimeInForce.Gtc))
        {
            throw RefusedException.Unprocessable($"{word} orders must be DAY or GTC orders");
        }

        if (request.ExtendedHours)
        {
            throw RefusedException.Unprocessable($"{word} orders cannot be for extended hours");
        }

        if (request.IsFractional)
        {
            throw RefusedException.Unprocessable("fractional orders must be simple orders");
        }

        CheckExits(request);
    }

    private static void CheckExits(OrderRequest request)
    {
        OrderParser.CheckIncrement(request.TakeProfitLimit);
        OrderParser.CheckIncrement(request.StopLossStop);
        OrderParser.CheckIncrement(request.StopLossLimit);
        if (request.TakeProfitLimit <= 0 || request.StopLossStop <= 0 || request.StopLossLimit <= 0)
        {
            throw RefusedException.Malformed("take_profit and stop_loss prices must be > 0");
        }

        // The exits sell when the entry buys; an OCO order is an exit itself.
        var exitsSell = (request.Side == OrderSide.Sell) == (request.Class == OrderClass.Oco);
        if (request is { TakeProfitLimit: { } profit, StopLossStop: { } loss } && (exitsSell ? profit <= loss : profit >= loss))
        {
            throw RefusedException.Unprocessable($"take_profit.limit_price must be {(exitsSell ? '>' : '<')} stop_loss.stop_price");
        }
    }
}

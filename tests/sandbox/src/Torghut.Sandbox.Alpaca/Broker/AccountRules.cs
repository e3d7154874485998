using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The checks that depend on the account: what may be sold, what can be paid, and whether the account would trade with itself.</summary>
internal sealed class AccountRules(Account account, OrderBook orders, SyntheticMarket market)
{
    private const decimal MinimumEquityForShorts = 2_000m;
    private const decimal ShortMarkup = 1.03m;

    /// <summary>Checks an order against the account and gives the dollars per share it holds of the buying power.</summary>
    /// <param name="request">The order.</param>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="replaced">An order that goes away when this one is accepted.</param>
    public decimal Check(OrderRequest request, SymbolInfo symbol, Order? replaced)
    {
        if (account.Configuration.SuspendTrade)
        {
            throw RefusedException.Forbidden("new orders are rejected by user request");
        }

        CheckWashTrade(request, symbol, replaced);
        var position = account.PositionOf(symbol.Index).Qty;
        var reduces = request.Side == OrderSide.Buy ? position < 0 : position > 0;
        CheckClass(request, reduces, market.Of(symbol.Index));
        if (reduces)
        {
            CheckAvailable(request, symbol, Math.Abs(position), replaced);
            return 0;
        }

        if (request.IsFractional && !account.Configuration.FractionalTrading)
        {
            throw RefusedException.Forbidden("fractional trading is disabled for this account");
        }

        if (request.Side == OrderSide.Sell)
        {
            CheckShort(request, symbol);
        }

        var price = ReferencePrice(request, market.Of(symbol.Index));
        var cost = request.Notional ?? (request.Qty!.Value * price);
        if (cost > account.BuyingPower(account.Multiplier, orders.Reserved - (replaced?.Reserved ?? 0)))
        {
            throw RefusedException.Forbidden("insufficient buying power");
        }

        return price;
    }

    private static void CheckClass(OrderRequest request, bool reduces, in SymbolState state)
    {
        var word = EnumNames.Of(request.Class);
        if (request.Class is OrderClass.Bracket or OrderClass.Oto && reduces)
        {
            throw RefusedException.Unprocessable($"{word} orders must be entry orders");
        }

        if (request.Class == OrderClass.Oco && !reduces)
        {
            throw RefusedException.Unprocessable("oco orders must be exit orders");
        }

        ExitOrders.CheckPrices(request, Amounts.Price(request.Side == OrderSide.Buy ? state.BuyPrice : state.SellPrice));
    }

    private static decimal ReferencePrice(OrderRequest request, SymbolState state)
    {
        var ask = Amounts.Price(state.BuyPrice);
        if (request.Side == OrderSide.Sell)
        {
            return Math.Max(request.LimitPrice ?? 0, ShortMarkup * ask);
        }

        // Before the first tick nothing is known; the smallest price keeps the order counted as one that opens a position.
        return request.LimitPrice ?? request.StopPrice ?? Math.Max(ask, 0.0001m);
    }

    private void CheckShort(OrderRequest request, SymbolInfo symbol)
    {
        if (!account.IsShortingOpen || account.Equity < MinimumEquityForShorts)
        {
            throw RefusedException.Unprocessable($"asset \"{symbol.Name}\" cannot be sold short");
        }

        if (account.Configuration.NoShorting)
        {
            throw RefusedException.Forbidden("account is not allowed to short");
        }

        if (request.IsFractional)
        {
            throw RefusedException.Unprocessable("fractional orders cannot be sold short");
        }
    }

    private void CheckAvailable(OrderRequest request, SymbolInfo symbol, decimal existing, Order? replaced)
    {
        var held = orders.Open
            .Where(o => o != replaced && o.Symbol == symbol && o.Request.Side == request.Side && o.Status != OrderStatus.Held)
            .Sum(o => o.Remaining);
        var wanted = request.Qty ?? 0;
        if (wanted <= existing - held)
        {
            return;
        }

        var available = Amounts.Text(Math.Max(0, existing - held));
        throw RefusedException.Forbidden(
            $"insufficient qty available for order (requested: {Amounts.Text(wanted)}, available: {available})",
            new JsonObject
            {
                ["available"] = available,
                ["existing_qty"] = Amounts.Text(existing),
                ["held_for_orders"] = Amounts.Text(held),
                ["symbol"] = symbol.Name,
            });
    }

    private void CheckWashTrade(OrderRequest request, SymbolInfo symbol, Order? replaced)
    {
        var opposite = orders.Open.FirstOrDefault(o =>
            o != replaced && o.Status != OrderStatus.Held && o.Symbol == symbol && o.Request.Side != request.Side && Crosses(request, o.Request));
        if (opposite is not null)
        {
            throw RefusedException.Forbidden("potential wash trade detected. use complex orders", new JsonObject
            {
                ["existing_order_id"] = opposite.Id.ToString(),
                ["reject_reason"] = "opposite side market/stop order exists",
            });
        }
    }

    private static bool Crosses(OrderRequest one, OrderRequest other)
    {
        if (one.LimitPrice is not { } a || other.LimitPrice is not { } b)
        {
            return true;
        }

        return one.Side == OrderSide.Buy ? a >= b : b >= a;
    }
}

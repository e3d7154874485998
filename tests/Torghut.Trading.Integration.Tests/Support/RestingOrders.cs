using Torghut.Alpaca.Trading;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>A service whose buys rest in the book: small limits far below the market.</summary>
internal static class RestingOrders
{
    private const string Catalogue =
        """
        strategies:
          - name: dip
            type: macd_rsi
            max_notional_per_trade: 20
            cooldown_seconds: 0
        """;

    public static async Task<TradingStack> CreateAsync()
    {
        var stack = await TradingStack.CreateAsync();
        Prepare(stack);
        return stack;
    }

    public static void Prepare(TradingStack stack)
    {
        File.WriteAllText(stack.CataloguePath, Catalogue);
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_MAX_ENTRIES_PER_SYMBOL_PER_MINUTE"] = "10000";
        stack.Environment["TRADING_POLL_MS"] = "50";
        stack.Environment["TRADING_RECONCILE_MS"] = "2000";

        // How fast orders leave is what is wanted here, not that each is judged by positions of this second.
        stack.Environment["TRADING_CONTEXT_MAX_AGE_MS"] = "30000";
    }

    /// <summary>Buys that will rest, and the price they are sized with.</summary>
    public static async Task FeedAsync(TradingStack stack, int orders)
    {
        var now = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", now, 1);
        await stack.Tables.BuyAsync("AAPL", Enumerable.Range(0, orders).Select(i => now.AddMilliseconds(i - orders)));
    }

    /// <summary>Orders in the book.</summary>
    public static async Task<int> OpenAsync(TradingStack stack) =>
        (await stack.Broker.Client.ListOrdersAsync(new OrderQuery { Status = OrderListStatus.Open, Limit = 500 }, CancellationToken.None)).Count;
}

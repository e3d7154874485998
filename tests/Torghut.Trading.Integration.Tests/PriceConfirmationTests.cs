using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A bar that is wrong, against a broker that says what the symbol costs.</summary>
public sealed class PriceConfirmationTests
{
    private static readonly object MarketData = new { path = "/v2/stocks/snapshots" };

    [Test]
    [Category("Long")]
    public async Task Price_OfAMistakenBar_MakesNoEntryAndTrapsNoExit()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_PRICE_DEVIATION_MAX_PCT"] = "5";
        await stack.StartAsync();

        // What the simulator says that the symbol costs is confirmed, a hundredth of it is not.
        var at = await stack.JustNowAsync();
        var trade = (await stack.Broker.SnapshotAsync("AAPL")).TradePrice!.Value;
        await stack.Tables.PriceAsync("AAPL", at, trade);
        await stack.Tables.BuyAsync("AAPL", at);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'buy' AND status = 'filled'", 1);
        at = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", at, 1);
        await stack.Tables.BuyAsync("AAPL", at);
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE action = 'buy' AND 'price_unconfirmed' = ANY(risk_reasons)", 1);

        // The market data goes away. Of a symbol that has one bar nobody else says a price; with bars before it a purchase asks for its own.
        var other = (await stack.Broker.SnapshotAsync("MSFT")).TradePrice!.Value;
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status = 503, match = MarketData });
        at = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("MSFT", at, other);
        await stack.Tables.BuyAsync("MSFT", at);
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE symbol = 'MSFT' AND risk_reasons = '{price_unconfirmed}'", 1);
        await stack.Tables.PriceAsync("MSFT", at.AddSeconds(-1), other);
        await stack.Tables.BuyAsync("MSFT", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE symbol = 'MSFT' AND order_payload ->> 'type' = 'limit' AND claim_attempts > 0", 1);

        // What is held has the broker's price with its position.
        at = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", at, 1);
        await stack.Tables.SellAsync("AAPL", at);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND order_type = 'market' AND status = 'filled'", 1);
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"second_price_away\""), "somebody is told");
    }
}

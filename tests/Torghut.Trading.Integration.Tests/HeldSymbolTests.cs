using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A symbol leaves the universe while it is held: the universe is for entries.</summary>
public sealed class HeldSymbolTests
{
    [Test]
    [Category("Long")]
    public async Task Universe_LacksAHeldSymbol_ItsExitIsDecidedAndNoEntry()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT' AND status = 'filled'", 1);
        await stack.Process.KillAsync();

        stack.Environment["TRADING_STATIC_SYMBOLS"] = "AAPL";
        await stack.StartAsync();
        await Eventually.HoldsAsync(
            async () => (await stack.StatusAsync()).GetProperty("universe").GetProperty("held").EnumerateArray().Any(held => held.GetString() == "MSFT"),
            "it is known to be held");
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE symbol = 'MSFT' AND risk_reasons = '{symbol_not_allowed}'", 1);
        await stack.Tables.SellAsync("MSFT", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT' AND side = 'sell' AND status = 'filled'", 1);
        Assert.That(await stack.Broker.Client.ListPositionsAsync(CancellationToken.None), Is.Empty);
    }
}

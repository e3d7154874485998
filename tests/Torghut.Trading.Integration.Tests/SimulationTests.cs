using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The simulation adapter: fills without a broker, and no request to one.</summary>
public sealed class SimulationTests
{
    [Test]
    [Category("Long")]
    public async Task Simulation_BuyRestartSell_RememberedThroughTheDatabase()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_EXECUTION_ADAPTER"] = "simulation";
        stack.Environment["TRADING_SIMULATION_HOURS"] = "always";
        stack.Environment.Remove("ALPACA_KEY_ID");
        stack.Environment.Remove("ALPACA_SECRET_KEY");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled' AND adapter = 'simulation'", 1);
        await stack.Process.KillAsync();
        await stack.StartAsync();
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled' AND side = 'sell' AND qty = 50", 1);
        await stack.MarkAsync();
        Assert.That(await stack.Broker.LedgerAsync("request"), Is.Empty);
        Assert.That((await stack.StatusAsync()).GetProperty("adapter").GetProperty("name").GetString(), Is.EqualTo("simulation"));
    }
}

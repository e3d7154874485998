using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The built service against a real database, a real engine and the simulated broker.</summary>
public sealed class HappyPathTests
{
    [Test]
    public async Task Signal_Buy_BecomesDecisionOrderFillAndExecution()
    {
        await using var stack = await TradingStack.CreateAsync(migrated: false);
        await stack.StartAsync();
        var signalled = await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);

        var order = (await stack.Broker.OrdersAsync()).Single();
        Assert.That(order.Qty, Is.EqualTo(50));
        Assert.That(await stack.QueryAsync<string>("SELECT decision_hash FROM trade_decisions WHERE status = 'filled'"), Is.EqualTo(order.ClientOrderId));
        var (status, lineage) = await stack.GetAsync($"/trading/decisions/{order.ClientOrderId}/explain");
        Assert.That(status, Is.EqualTo(200));
        Assert.Multiple(() =>
        {
            Assert.That(lineage.GetProperty("decision").GetProperty("rationale")[0].GetString(), Is.EqualTo("macd_cross_up"));
            Assert.That(lineage.GetProperty("decision").GetProperty("risk").GetProperty("approved").GetBoolean(), Is.True);
            Assert.That(lineage.GetProperty("executions")[0].GetProperty("alpaca_order_id").GetString(), Is.EqualTo(order.Id));
            Assert.That(lineage.GetProperty("audit").GetArrayLength(), Is.GreaterThanOrEqualTo(4));
            var ticks = lineage.GetProperty("lineage").GetProperty("ticks");
            Assert.That(ticks.GetProperty("key").GetString(), Is.EqualTo("AAPL"));
            Assert.That(ticks.GetProperty("to").GetDateTimeOffset(), Is.EqualTo(signalled));
            Assert.That(ticks.GetProperty("from").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(signalled.ToUnixTimeSeconds() - 1)));
        });
        Assert.That(await stack.Process.StopAsync(), Is.Zero, stack.Process.Output);
    }

    [Test]
    [Category("Long")]
    public async Task Duplicates_InClickHouse_OneOrder()
    {
        await using var stack = await TradingStack.CreateAsync();
        var at = await stack.SignalBuyAsync();
        await stack.Tables.BuyAsync("AAPL", at);
        await stack.Tables.BuyAsync("AAPL", at);
        await stack.StartAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions", 1);
        await stack.Tables.BuyAsync("AAPL", at);
        await stack.MarkAsync();
        Assert.That(await stack.Broker.OrdersAsync(), Has.Count.EqualTo(1));
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions"), Is.EqualTo(1));
    }

    [Test]
    [Category("Long")]
    public async Task Restart_SameSignals_OneOrder()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Process.KillAsync();
        await stack.QueryAsync<int>("WITH gone AS (DELETE FROM trade_cursor WHERE source LIKE 'signals%' RETURNING 1) SELECT count(*)::int FROM gone");
        await stack.StartAsync();
        await stack.MarkAsync();
        Assert.That(await stack.Broker.OrdersAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Category("Long")]
    public async Task LateSignal_BehindTheCursor_IsNotLost()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        var at = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("MSFT", at, 100);
        await stack.Tables.QuietAsync("AAPL", at);
        await stack.CursorReachesAsync(at);
        await stack.Tables.BuyAsync("MSFT", at.AddSeconds(-5));
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT'", 1);
        Assert.That((await stack.StatusAsync()).GetProperty("loop").GetProperty("late_signals").GetInt64(), Is.EqualTo(1));
    }

    [Test]
    [Category("Long")]
    public async Task Sell_OfWhatIsHeld_ClosesThePosition()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        Assert.That(await stack.Broker.Client.ListPositionsAsync(CancellationToken.None), Is.Empty);
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", 2);
    }

    [TestCase("envelope")]
    [TestCase("auto")]
    [Category("Long")]
    public async Task Schema_EnvelopeView_ReadsTheSame(string schema)
    {
        await using var stack = await TradingStack.CreateAsync();
        await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(
            $$"""
            CREATE VIEW {{stack.Tables.Signals}}_envelope AS SELECT symbol, event_ts, seq, ingest_ts,
              concat('{"size":"', window_size, '"}') AS window,
              concat('{"macd":{"macd":', toString(macd), ',"signal":', toString(macd_signal), ',"hist":', toString(macd_hist), '},"rsi14":', toString(rsi14), ',"vol_realized":null}') AS payload
            FROM {{stack.Tables.Signals}}
            """);
        stack.Environment["TRADING_SIGNAL_TABLE"] = stack.Tables.Signals + "_envelope";
        stack.Environment["TRADING_SIGNAL_SCHEMA"] = schema;
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions", 1);
    }
}

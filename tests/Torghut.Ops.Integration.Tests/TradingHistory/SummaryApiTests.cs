using System.Text.Json;
using Torghut.Tests.Shared;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A summary against what SQL of its own finds in the same tables.</summary>
public sealed class SummaryApiTests
{
    private HistoryStore _store = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await HistoryStores.CreateAsync();
        await AnyTrading.FillAsync(_store, seed: 19);
        _ops = await RunningOps.StartAsync(_store.Keys);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
    }

    [TestCase("2026-08-01T00:00:00Z", "2026-08-10T00:00:00Z")]
    [TestCase("2026-08-04T04:00:00Z", "2026-08-05T04:00:00Z", Description = "the position before the range is in the cost")]
    [TestCase("2026-08-04T15:00:00.123456Z", "2026-08-04T23:00:00Z")]
    public async Task Summary_OfARange_EqualsAComputationInSql(string from, string to)
    {
        var summary = await _ops.JsonAsync($"{ReadHistory.Root}/summary?from={from}&to={to}");
        var expected = await _store.RowsAsync(
            AverageCostSql.Of("paper", from, to),
            row => (row.GetString(0), row.GetString(1), row.GetDecimal(2), row.GetDecimal(3), row.GetInt64(4)));
        var lines = summary.GetProperty("pnl").GetProperty("bySymbol").EnumerateArray()
            .Select(line => (line.GetProperty("strategy").GetString() ?? "", line.GetProperty("symbol").GetString()!, line.Money("realised"),
                line.Money("closedQty"),
                line.GetProperty("closings").GetInt64()))
            .ToArray();
        Assert.That(lines.Select(line => (line.Item1, line.Item2, line.Item4, line.Item5)), Is.EqualTo(expected.Select(row => (row.Item1, row.Item2,
            row.Item4, row.Item5))));
        foreach (var (line, row) in lines.Zip(expected))
        {
            Assert.That(line.Item3, Is.EqualTo(row.Item3).Within(0.00000001m), $"{row.Item1} {row.Item2}");
        }

        Assert.That(summary.GetProperty("pnl").Money("realised"), Is.EqualTo(lines.Sum(line => line.Item3)));
        Assert.That(summary.GetProperty("winRate").Money("closedQuantity"), Is.EqualTo(lines.Sum(line => line.Item4)));
        await AssertCountsAsync(summary, from, to);
    }

    [Test]
    public async Task Summary_OfADay_SaysDayZoneAndSession()
    {
        var range = (await _ops.JsonAsync($"{ReadHistory.Root}/summary?day=2026-08-04")).GetProperty("range");
        Assert.Multiple(() =>
        {
            Assert.That(range.GetProperty("day").GetString(), Is.EqualTo("2026-08-04"));
            Assert.That(range.GetProperty("zone").GetString(), Is.EqualTo("America/New_York"));
            Assert.That(range.GetProperty("startUtc").GetString(), Is.EqualTo("2026-08-04T04:00:00Z"));
            Assert.That(range.GetProperty("session").GetProperty("open").GetString(), Is.EqualTo("2026-08-04T13:30:00Z"));
            Assert.That(range.GetProperty("session").GetProperty("kind").GetString(), Is.EqualTo("regular"));
        });
    }

    [Test]
    public async Task Summary_OfADay_HasTheEquityOfTheCloseBeforeItAndABoundedCurve()
    {
        var summary = await _ops.JsonAsync($"{ReadHistory.Root}/summary?day=2026-08-04");
        var expected = await _store.RowsAsync(
            """
            SELECT (SELECT equity FROM position_snapshots WHERE market_ts < '2026-08-04T04:00Z' ORDER BY market_ts DESC LIMIT 1),
              (SELECT equity FROM position_snapshots WHERE market_ts < '2026-08-05T04:00Z' ORDER BY market_ts DESC LIMIT 1)
            """,
            row => (Start: row.GetDecimal(0), End: row.GetDecimal(1)));
        var (equity, curve) = (summary.GetProperty("equity"), summary.GetProperty("equityCurve"));
        Assert.Multiple(() =>
        {
            Assert.That((equity.Money("start"), equity.Money("end"), equity.Money("delta")), Is.EqualTo((expected[0].Start, expected[0].End,
                expected[0].End - expected[0].Start)));
            Assert.That(curve.GetArrayLength(), Is.InRange(200, 300), "206 snapshots are in the day");
            Assert.That(curve[curve.GetArrayLength() - 1][1].GetString(), Is.EqualTo(equity.GetProperty("end").GetString()));
        });
    }

    [Test]
    public async Task Summary_SaleBeyondThePosition_IsNamed()
    {
        var pnl = (await _ops.JsonAsync($"{ReadHistory.Root}/summary?{ReadHistory.AllDays}")).GetProperty("pnl");
        var codes = pnl.GetProperty("anomalies").EnumerateArray().Select(anomaly => anomaly.GetProperty("code").GetString()).Distinct();
        Assert.That(codes, Is.EquivalentTo(new[] { "sell_beyond_position", "external_fill", "missing_price" }));
        Assert.That(pnl.GetProperty("fees").GetString(), Is.EqualTo("missing"));
    }

    [Test]
    public async Task Summary_FeesAreBooked_ShowsThem()
    {
        await _store.ExecuteAsync(
            """
            INSERT INTO account_activities (account_label, activity_id, activity_type, happened_at, net_amount, cash_effect, position_effect, is_transfer,
              is_known, raw)
            VALUES ('paper', 'f1', 'FEE', '2027-02-01T15:00Z', -1.25, -1.25, 0, false, true, '{}'), ('paper', 'd1', 'DIV', '2027-02-01T15:00Z', 9, 9, 0,
              false, true, '{}')
            """);
        var pnl = (await _ops.JsonAsync($"{ReadHistory.Root}/summary?day=2027-02-01")).GetProperty("pnl");
        Assert.That(pnl.GetProperty("fees").GetString(), Is.EqualTo("1.25"));
    }

    [Test]
    public async Task Days_OfARange_CountWhatSqlCounts()
    {
        var days = (await _ops.JsonAsync($"{ReadHistory.Root}/days?from=2026-08-01&to=2026-08-07")).GetProperty("days").EnumerateArray().ToArray();
        var expected = await _store.RowsAsync(
            """
            SELECT (SELECT count(*) FROM trade_decisions WHERE (market_ts AT TIME ZONE 'America/New_York')::date = day::date),
              (SELECT count(*) FROM executions WHERE (submitted_at AT TIME ZONE 'America/New_York')::date = day::date),
              (SELECT count(*) FROM executions WHERE filled_qty > 0 AND (filled_at AT TIME ZONE 'America/New_York')::date = day::date)
            FROM generate_series('2026-08-01'::timestamp, '2026-08-07', '1 day') AS day ORDER BY day
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        Assert.That(
            days.Select(day => (day.GetProperty("decisions").GetInt64(), day.GetProperty("executions").GetInt64(), day.GetProperty("fills").GetInt64())),
            Is.EqualTo(expected));
        Assert.That(days.Select(day => day.GetProperty("session").GetProperty("kind").GetString()).Take(3), Is.EqualTo(new[] { "weekend", "weekend",
            "regular" }));
    }

    [Test]
    public async Task Strategies_AreThoseOfTheCatalogueWithTheirDecisions()
    {
        var strategies = (await _ops.JsonAsync($"{ReadHistory.Root}/strategies")).GetProperty("strategies").EnumerateArray().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(strategies.Select(strategy => strategy.GetProperty("name").GetString()), Is.EqualTo(new[] { "=reversal, \"quoted\"", "trend" }));
            Assert.That(strategies.Select(strategy => strategy.GetProperty("decisions").GetInt64()), Is.EqualTo(new[] { 150, 150 }));
            Assert.That(strategies[1].GetProperty("universe").EnumerateArray().Select(symbol => symbol.GetString()), Is.EqualTo(new[] { "AAPL", "MSFT" }));
        });
    }

    [Test]
    public async Task Summary_TwoAccounts_AreNeverMixed()
    {
        await using var store = await HistoryStores.CreateAsync();
        await store.StrategyAsync("trend");
        await store.DecisionAsync("trend", "AAPL", HistoryStore.Open, account: "first");
        await store.DecisionAsync("trend", "AAPL", HistoryStore.Open.AddSeconds(1), account: "second");
        await store.DecisionAsync("trend", "MSFT", HistoryStore.Open.AddSeconds(2), account: "second");
        await using var ops = await RunningOps.StartAsync(store.Keys);
        async Task<(string?, long)> ReadAsync(string account)
        {
            var summary = await ops.JsonAsync($"{ReadHistory.Root}/summary?day=2026-08-03{account}");
            return (summary.GetProperty("account").GetString(), summary.GetProperty("decisions").GetProperty("total").GetInt64());
        }

        Assert.That(await ReadAsync(""), Is.EqualTo(("second", 2)), "the one that was active last");
        Assert.That(await ReadAsync("&account=first"), Is.EqualTo(("first", 1)));
        Assert.That(await ReadAsync("&account=third"), Is.EqualTo(("third", 0)));
    }

    [Test]
    public async Task Answers_OfAnEmptyStore_AreEmptyAndNoError()
    {
        await using var store = await HistoryStores.CreateAsync();
        await using var ops = await RunningOps.StartAsync(store.Keys);
        foreach (var path in new[] { "/strategies", "/days?from=2026-08-03&to=2026-08-03", "/summary?day=2026-08-03", "/decisions?day=2026-08-03",
            "/executions?day=2026-08-03", "/why?symbol=AAPL&at=2026-08-03T14:00:00Z" })
        {
            await ops.JsonAsync(ReadHistory.Root + path);
        }
    }

    private async Task AssertCountsAsync(JsonElement summary, string from, string to)
    {
        var statuses = await _store.RowsAsync(
            $"SELECT status, count(*) FROM trade_decisions WHERE market_ts >= '{from}' AND market_ts < '{to}' GROUP BY 1 ORDER BY 1",
            row => (row.GetString(0), row.GetInt64(1)));
        var reasons = await _store.RowsAsync(
            "SELECT reason, count(*) FROM trade_decisions, unnest(risk_reasons) AS reason "
            + $"WHERE market_ts >= '{from}' AND market_ts < '{to}' GROUP BY 1 ORDER BY 2 DESC, 1",
            row => (row.GetString(0), row.GetInt64(1)));
        var orders = await _store.RowsAsync(
            "SELECT count(*), count(*) FILTER (WHERE status = 'filled'), count(*) FILTER (WHERE is_external) "
            + $"FROM executions WHERE submitted_at >= '{from}' AND submitted_at < '{to}'",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        var executions = summary.GetProperty("executions");
        Assert.Multiple(() =>
        {
            Assert.That(
                summary.GetProperty("decisions").GetProperty("byStatus").EnumerateObject().Select(status => (status.Name, status.Value.GetInt64())),
                    Is.EqualTo(statuses));
            Assert.That(
                summary.GetProperty("rejections").EnumerateArray().Select(reason => (reason.GetProperty("reason").GetString(), reason.GetProperty("count")
                    .GetInt64())),
                Is.EqualTo(reasons));
            Assert.That(
                (executions.GetProperty("total").GetInt64(), executions.GetProperty("filled").GetInt64(), executions.GetProperty("external").GetInt64()),
                Is.EqualTo(orders[0]));
        });
    }
}

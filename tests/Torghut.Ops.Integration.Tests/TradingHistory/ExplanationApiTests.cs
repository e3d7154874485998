using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A decision explained from the rows of both stores, and why there was none.</summary>
public sealed class ExplanationApiTests
{
    private const string Origin =
        "record_topic String, record_partition Nullable(Int32), record_offset Nullable(Int64), lineage_topic String, lineage_partition Nullable(Int32), "
        + "lineage_first_offset Nullable(Int64), lineage_last_offset Nullable(Int64)";

    private const string Head = "symbol LowCardinality(String), event_ts DateTime64(3, 'UTC'), seq UInt64, ingest_ts DateTime64(3, 'UTC')";
    private const string Values = "o Float64, h Float64, l Float64, c Float64, v Float64, vwap Nullable(Float64), count UInt64";

    private string _folder = "";
    private HistoryStore _store = null!;
    private ClickHouseServer _clickHouse = null!;
    private StubServices _services = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-explanation-").FullName;
        _store = await HistoryStores.CreateAsync();
        await _store.StrategyAsync("trend");
        _clickHouse = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        _services = await StubServices.StartAsync();
        using var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _clickHouse.BaseAddress }, TimeProvider.System);
        await client.ExecuteNonQueryAsync(
            $"CREATE TABLE torghut.ta_microbars ({Head}, {Values}, {Origin}) ENGINE = MergeTree ORDER BY (symbol, event_ts, seq)");
        await client.ExecuteNonQueryAsync($"CREATE TABLE torghut.ta_signals ({Head}, {Origin}) ENGINE = MergeTree ORDER BY (symbol, event_ts, seq)");
        var (end, seq) = (HistoryStore.Open.AddSeconds(-1), HistoryStore.Open.AddSeconds(-2).ToUnixTimeSeconds());
        var key = $"'AAPL', '{end:yyyy-MM-dd HH:mm:ss}', {seq}";

        // The window was computed again: the row of the later ingest is the one.
        await client.ExecuteNonQueryAsync(
            $"""
            INSERT INTO torghut.ta_microbars VALUES
              ({key}, '2026-08-03 13:30:00', 1, 1, 1, 1, 1, NULL, 1, 'torghut.ta.bars.1s.v1', 1, 70, 'torghut.trades.v1', 2, 1000, 1004),
              ({key}, '2026-08-03 13:30:05', 100, 101, 99, 100.5, 300, 100.25, 12, 'torghut.ta.bars.1s.v1', 1, 77, 'torghut.trades.v1', 2, 1000, 1009)
            """);
        await client.ExecuteNonQueryAsync(
            $"INSERT INTO torghut.ta_signals VALUES ({key}, '2026-08-03 13:30:05', 'torghut.ta.signals.v1', 1, 78, 'torghut.trades.v1', 2, 1000, 1009)");
        _ops = await RunningOps.StartAsync(new Dictionary<string, string>(_store.Keys)
        {
            ["TA_CLICKHOUSE_URL"] = _clickHouse.BaseAddress.ToString(),
            ["TORGHUT_TRADING_URL"] = _services.Address.ToString(),
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _services.DisposeAsync();
        await _clickHouse.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Explain_FilledDecision_LeadsFromTheTicksToTheFills()
    {
        var id = await _store.DecisionAsync("trend", "AAPL", HistoryStore.Open);
        var order = await _store.ExecutionAsync(id, "AAPL", HistoryStore.Open.AddSeconds(1), 10, 100.4m);
        await _store.ExecuteAsync(
            """
            INSERT INTO order_events (id, account_label, dedup_key, alpaca_order_id, client_order_id, execution_id, event, order_status, price, qty,
              event_ts, source, raw_order)
            VALUES (gen_random_uuid(), 'paper', 'k1', 'order-' || @order, 'hash-' || @id, 'execution-1', 'fill', 'filled', 100.4, 10, @at, 'trade_updates',
              '{}');
            INSERT INTO llm_decision_reviews (id, decision_id, model, verdict, outcome, reasons) VALUES (gen_random_uuid(), @id, 'm', 'approve', 'ok', '{}')
            """,
            ("id", id), ("order", order), ("at", HistoryStore.Open.AddSeconds(2)));
        var explanation = await _ops.JsonAsync($"{ReadHistory.Root}/decisions/{id}");
        var chain = explanation.GetProperty("chain").EnumerateArray().ToArray();
        var steps = chain.ToDictionary(step => step.GetProperty("step").GetString()!, step => step.GetProperty("source"));
        Assert.That(steps.Keys, Is.EqualTo(new[] { "ticks", "bar", "signal", "decision", "risk", "review", "order", "fills" }));
        Assert.Multiple(() =>
        {
            Assert.That(Records(steps["ticks"]), Is.EqualTo(("kafka", "torghut.trades.v1", 2, 1000L)));
            Assert.That(steps["ticks"].GetProperty("lastOffset").GetInt64(), Is.EqualTo(1009));
            Assert.That(Records(steps["bar"]), Is.EqualTo(("clickhouse", "torghut.ta.bars.1s.v1", 1, 77L)), "the row that was ingested last");
            Assert.That(Records(steps["signal"]), Is.EqualTo(("clickhouse", "torghut.ta.signals.v1", 1, 78L)));
            Assert.That(Row(steps["decision"]), Is.EqualTo(("postgres", "trade_decisions", $"id={id}")));
            Assert.That(Row(steps["order"]), Is.EqualTo(("postgres", "executions", $"id={order}")));
            Assert.That(steps["fills"].GetProperty("table").GetString(), Is.EqualTo("order_events"));
            Assert.That(
                chain[1].GetProperty("facts").EnumerateArray().Select(fact => (fact.GetProperty("name").GetString(), fact.GetProperty("value").GetString())),
                Does.Contain(("c", "100.5")));
        });
    }

    [Test]
    public async Task Explain_RejectedDecision_ShowsEveryReason()
    {
        var id = await _store.DecisionAsync("trend", "AAPL", HistoryStore.Open.AddHours(1), "rejected", ["missing_price", "market_closed"]);
        var explanation = await _ops.JsonAsync($"{ReadHistory.Root}/decisions/{id}");
        Assert.Multiple(() =>
        {
            Assert.That(explanation.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()),
                Is.EqualTo(new[] { "missing_price", "market_closed" }));
            Assert.That(explanation.GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("rejected"));
            Assert.That(explanation.GetProperty("chain").EnumerateArray().All(step => step.GetProperty("source").ValueKind != JsonValueKind.Null
                || step.GetProperty("missing").ValueKind != JsonValueKind.Null), Is.True, "where there is no source, there is why");
        });
    }

    [Test]
    public async Task Explain_ClickHouseIsAway_StillAnswersAndSaysWhy()
    {
        var id = await _store.DecisionAsync("trend", "AAPL", HistoryStore.Open.AddHours(2));
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>(_store.Keys)
        {
            ["TA_CLICKHOUSE_URL"] = $"http://127.0.0.1:{Testing.ServiceProcess.FreePort()}",
        });
        var chain = (await ops.JsonAsync($"{ReadHistory.Root}/decisions/{id}")).GetProperty("chain");
        Assert.That(chain[0].GetProperty("missing").GetString(), Does.StartWith("ClickHouse did not say"));
    }

    [Test]
    public async Task Why_AtAMoment_RestsOnEverybodyWhoMayKnow()
    {
        _services.Status =
            """{"loop":{"last_tick_at":"2026-08-03T18:00:30Z","last_outcome":"no_signals","no_signal_reason":"cursor_tail_stable","newest_signal":null}}""";
        await _store.RunAsync(
            """
            INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at) VALUES ('paper', 'exits_only', true, 'drill', 'ann',
              '2026-08-03T17:00Z')
            ON CONFLICT DO NOTHING
            """);
        await _store.DecisionAsync("trend", "AAPL", HistoryStore.Open);
        var answer = await _ops.JsonAsync($"{ReadHistory.Root}/why?symbol=AAPL&strategy=trend&at=2026-08-03T18:00:00Z");
        Assert.That(
            answer.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()),
            Is.EqualTo(new[] { "latch_exits_only", "no_signals_in_window", "cursor_tail_stable" }));
        Assert.That(answer.GetProperty("session").GetProperty("isOpen").GetBoolean(), Is.True);
    }

    /// <summary>A latch's row tells of its last engagement only; what was before is in the audit.</summary>
    [Test]
    public async Task Why_LatchThatWasEngagedAgainLater_IsNamed()
    {
        await _store.RunAsync(
            """
            INSERT INTO audit_log (canonical) SELECT jsonb_build_object('kind', kind, 'account_label', 'twice', 'subject', 'daily_loss', 'at', at, 'data',
              jsonb_build_object('reason', reason, 'actor', 'loop'))::text
            FROM (VALUES ('latch_engaged', '2026-08-03T15:00:00Z', 'first loss'), ('latch_released', '2026-08-03T16:00:00Z', 'looked'),
              ('latch_engaged', '2026-08-04T15:00:00Z', 'second loss')) AS happened (kind, at, reason);
            INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at) VALUES ('twice', 'daily_loss', true, 'second loss', 'loop',
              '2026-08-04T15:00Z')
            """);
        foreach (var (at, reason) in new[] { ("2026-08-03T15:30:00Z", "first loss"), ("2026-08-03T16:30:00Z", null), ("2026-08-04T15:30:00Z", "second loss") })
        {
            var answer = await _ops.JsonAsync($"{ReadHistory.Root}/why?symbol=AAPL&account=twice&at={at}");
            var latch = answer.GetProperty("reasons").EnumerateArray().Where(found => found.GetProperty("code").GetString() == "latch_daily_loss")
                .Select(found => found.GetProperty("text").GetString()!).SingleOrDefault();
            Assert.That(latch, reason is null ? Is.Null : Does.EndWith(reason), at);
        }
    }

    private static (string?, string?, int, long) Records(JsonElement source) => (
        source.GetProperty("kind").GetString(), source.GetProperty("topic").GetString(), source.GetProperty("partition").GetInt32(),
            source.GetProperty("offset").GetInt64());

    private static (string?, string?, string?) Row(JsonElement source) =>
        (source.GetProperty("kind").GetString(), source.GetProperty("table").GetString(), source.GetProperty("key").GetString());
}

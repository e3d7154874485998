using System.Globalization;
using System.Text.Json;
using Dapper;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The same signals from an empty database, twice, by the built program: the same decisions, verdicts, orders and fills to the byte.</summary>
public sealed class ReplayTests
{
    private static readonly DateTimeOffset From = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);

    /// <summary>A replay is hundreds of small transactions; on a machine that is busy they take their time.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    private const string Catalogue =
        """
        strategies:
          - name: dip
            type: macd_rsi
            max_notional_per_trade: 5000
            cooldown_seconds: 5
          - name: small-dip
            type: macd_rsi
            max_position_pct_equity: 0.02
            cooldown_seconds: 0
        """;

    /// <summary>Everything that was decided, without ids and times of recording.</summary>
    private const string Decisions =
        """
        SELECT concat_ws('|', decision_hash, canonical_intent, plugin_type, plugin_version, parameter_hash, feature_hash, signal_event_ts, signal_seq, signal_ingest_ts, market_ts,
          rationale, features, status, status_reason, qty, limit_price, sizing, order_payload, risk, risk_reasons::text, opens_exposure, adapter_expected, adapter_actual)
        FROM trade_decisions ORDER BY market_ts, signal_event_ts, symbol, signal_seq, strategy_name
        """;

    private const string Orders =
        """
        SELECT concat_ws('|', client_order_id, alpaca_order_id, symbol, side, order_type, qty, limit_price, status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at)
        FROM executions ORDER BY submitted_at, client_order_id
        """;

    private const string Audit =
        "SELECT concat_ws('|', subject, kind, payload::text) FROM audit_log WHERE kind IN ('decision_planned', 'risk_verdict') ORDER BY seq";

    [Test]
    [Category("Long")]
    public async Task Replay_Twice_ByteIdentical()
    {
        await using var first = await TradingStack.CreateAsync();
        await WriteSignalsAsync(first.Tables);
        var one = await ReplayAsync(first, reconcileMs: 200);
        var live = await BacktestParity.LiveAsync(first);
        var backtest = await BacktestParity.BacktestAsync(first, first.Tables, Catalogue, From, From.AddSeconds(45));
        Assert.That(live.Zip(backtest, (left, right) => left.Differs(right)).Where(difference => difference is not null), Is.Empty, "live and backtest");
        Assert.That(backtest, Has.Count.EqualTo(live.Count));
        await using var second = await TradingStack.CreateAsync();
        second.Environment["TRADING_SIGNAL_TABLE"] = first.Tables.Signals;
        second.Environment["TRADING_PRICE_TABLE"] = first.Tables.Microbars;
        var two = await ReplayAsync(second, reconcileMs: 1_700);

        Assert.That(two, Is.EqualTo(one));
        await using var connection = await first.Database.OpenConnectionAsync();
        var statuses = (await connection.QueryAsync<string>("SELECT DISTINCT status FROM trade_decisions")).ToList();
        Assert.That(statuses, Does.Contain("filled").And.Contain("rejected"), "the run covers approvals and refusals");
        Assert.That(await first.QueryAsync<long>("SELECT count(DISTINCT side) FROM executions WHERE status = 'filled'"), Is.EqualTo(2));
        Assert.That(await first.QueryAsync<long>("SELECT count(*) FROM trade_decisions"), Is.GreaterThan(50));
        Assert.That(await first.Broker.LedgerAsync("request"), Is.Empty, "nothing left the process");
        await first.VerifyAuditAsync(expectedExit: 0);
    }

    /// <summary>
    /// A day that is interrupted in its middle, so that both runs decide much: a backtest, which knows nothing of that, decides the same, and what it does not
    /// decide the same has a cause for which there is evidence.
    /// </summary>
    [Test]
    [Category("Long")]
    public async Task Replay_Interrupted_GoesOnWhereItWas()
    {
        var (middle, end) = (From.AddSeconds(20), From.AddSeconds(40));
        await using var stack = await TradingStack.CreateAsync();
        await WriteSignalsAsync(stack.Tables, first: 1);
        Prepare(stack, reconcileMs: 200, end);

        // Shorter than the day: otherwise all of it would lie so near the gap that the gap explains everything.
        stack.Environment["TRADING_SIGNAL_MAX_AGE_SECONDS"] = "5";
        stack.Launch();
        await Eventually.HoldsAsync(
            () => HoldsAsync(stack, status => status.GetProperty("loop").GetProperty("market_time") is { ValueKind: JsonValueKind.String } at
                && at.GetDateTimeOffset() > middle), "half of the steps are made", Timeout);
        await stack.Process.KillAsync();
        var reached = await stack.QueryAsync<DateTime>("SELECT event_ts FROM trade_cursor WHERE source = 'replay'");
        Assert.That(new DateTimeOffset(reached, TimeSpan.Zero), Is.InRange(middle, end.AddSeconds(-1)));
        var before = await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions");
        stack.Launch();
        await Eventually.HoldsAsync(() => IsOverAsync(stack), "the replay is over", Timeout);
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions WHERE status IN ('planned', 'approved', 'submitting', 'unknown')"),
            Is.Zero);
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) - count(DISTINCT client_order_id) FROM executions"), Is.Zero);
        var decisions = await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions");
        Assert.That(before, Is.InRange(decisions / 5, decisions - (decisions / 5)), "both runs decided");

        var records = await BacktestParity.WriteAsync(stack, end);
        var (exitCode, output) = await BacktestParity.ReconcileAsync(stack, From, "avro:" + records);
        await TestContext.Progress.WriteLineAsync(output);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Match(@"\d+ live, \d+ in the backtest, [1-9]\d* equal").And.Not.Contain("unknown"));

        // The same from the tables, as the nightly job does it; they hold more than the replay read. The service shows the result.
        var (storedCode, stored) = await BacktestParity.ReconcileAsync(stack, From, "clickhouse:", "--record");
        await TestContext.Progress.WriteLineAsync(stored.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.That(storedCode, Is.Zero, stored);
        var equal = await stack.QueryAsync<long>("SELECT equal FROM parity_days WHERE day = '2026-02-06'");
        Assert.That(output, Does.Contain($", {equal} equal"));
        Assert.That(equal, Is.GreaterThan(decisions * 3 / 4), "most of both runs is the same");
        await Eventually.HoldsAsync(
            async () => (await stack.TextAsync("/metrics")).Contains("\ntorghut_parity_compared_timestamp_seconds 1", StringComparison.Ordinal),
            "the service shows the day", Timeout);

        // What the service never saw, though it came in time and far from the gap, has no cause.
        await WriteSignalsAsync(stack.Tables, "(SELECT 5.5 AS n) AS seconds CROSS JOIN (SELECT 'MSFT' AS symbol) AS symbols");
        var (foundCode, found) = await BacktestParity.ReconcileAsync(stack, From, "clickhouse:");
        Assert.That(foundCode, Is.EqualTo(65), found);
        Assert.That(found, Does.Contain("\"cause\":\"unknown\"").And.Contain("\"kind\":\"missing\"").And.Match("unknown [1-9]"));
    }

    private static void Prepare(TradingStack stack, int reconcileMs, DateTimeOffset to)
    {
        File.WriteAllText(stack.CataloguePath, Catalogue);
        stack.Environment["TRADING_EXECUTION_ADAPTER"] = "simulation";
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_REPLAY_FROM"] = "2026-02-06T14:30:00Z";
        stack.Environment["TRADING_REPLAY_TO"] = to.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        stack.Environment["TRADING_REPLAY_STEP_MS"] = "1000";
        stack.Environment["TRADING_RECONCILE_MS"] = reconcileMs.ToString(CultureInfo.InvariantCulture);
        stack.Environment["TRADING_COOLDOWN_SECONDS"] = "0";
    }

    private static async Task<string> ReplayAsync(TradingStack stack, int reconcileMs)
    {
        Prepare(stack, reconcileMs, From.AddSeconds(45));
        stack.Launch();
        await Eventually.HoldsAsync(() => IsOverAsync(stack), "the replay is over", Timeout);

        // What the last steps filled reaches the database with the reconciliations that follow.
        var snapshots = await stack.QueryAsync<long>("SELECT count(*) FROM position_snapshots");
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", snapshots + 2);
        await using var connection = await stack.Database.OpenConnectionAsync();
        var lines = new List<string>();
        foreach (var sql in new[] { Decisions, Orders, Audit })
        {
            lines.AddRange(await connection.QueryAsync<string>(sql));
        }

        return string.Join('\n', lines);
    }

    private static Task<bool> IsOverAsync(TradingStack stack) =>
        HoldsAsync(stack, status => status.GetProperty("adapter").GetProperty("replay_over").GetBoolean());

    private static async Task<bool> HoldsAsync(TradingStack stack, Func<JsonElement, bool> condition)
    {
        if (stack.Process.HasExited)
        {
            throw new InvalidOperationException(stack.Process.Output);
        }

        try
        {
            return condition(await stack.StatusAsync());
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Two symbols that swing, a signal and a bar each second, with quotes around the price and volumes that no double holds exactly.</summary>
    /// <param name="first">The first second after <see cref="From"/>.</param>
    private static Task WriteSignalsAsync(SignalTables tables, int first = -60) => WriteSignalsAsync(
        tables, $"(SELECT toInt64(number) + {first} AS n FROM numbers(200)) AS seconds CROSS JOIN (SELECT arrayJoin(['AAPL', 'MSFT']) AS symbol) AS symbols");

    private static async Task WriteSignalsAsync(SignalTables tables, string rows)
    {
        var head =
            $"symbol, fromUnixTimestamp64Milli(toInt64({From.ToUnixTimeMilliseconds()} + n * 1000), 'UTC') AS at, {From.ToUnixTimeSeconds()} - 1 + n, at, 1, 'ta', 'PT1S', 'PT1S', at - INTERVAL 1 SECOND, at, 1";
        const string Price = "round(100 + 3 * sin(n / 17.0 + if(symbol = 'AAPL', 0, 1)), 2)";
        const string Swing = "(n / 9.0 + if(symbol = 'AAPL', 0, 2))";
        await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(
            $"INSERT INTO {tables.Microbars} SELECT {head}, {Price} AS p, p, p, p, 1000.1 + (n % 7) * 0.37, p, 10 FROM {rows}");
        await Infrastructure.ClickHouseClient.ExecuteNonQueryAsync(
            $"""
            INSERT INTO {tables.Signals} (symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version,
              macd, macd_signal, macd_hist, ema12, ema26, rsi14, imbalance_bid_px, imbalance_ask_px)
            SELECT {head}, sin{Swing} AS macd, 0, macd, 100, 100, 50 + 40 * cos{Swing}, {Price} - 0.02, {Price} + 0.02 FROM {rows}
            """);
    }
}

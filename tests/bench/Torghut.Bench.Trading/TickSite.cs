using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.ClickHouse;
using Torghut.Sandbox.Alpaca;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Postgres;
using Torghut.Testing;

namespace Torghut.Bench.Trading;

/// <summary>The built service beside the sandbox's ClickHouse, Postgres and broker.</summary>
internal sealed class TickSite : IAsyncDisposable
{
    private const string Columns =
        "symbol LowCardinality(String), event_ts DateTime64(3,'UTC'), seq UInt64, ingest_ts DateTime64(3,'UTC'), is_final UInt8, source String, window_size String, window_step String, window_start DateTime64(3,'UTC'), window_end DateTime64(3,'UTC'), version UInt32";

    private const string Features =
        "macd, macd_signal, macd_hist, ema12, ema26, rsi14, boll_mid, boll_upper, boll_lower, vwap_session, vwap_w5m, imbalance_spread, imbalance_bid_px, imbalance_ask_px, imbalance_bid_sz, imbalance_ask_sz, vol_realized_w60s";

    private const string Engine = "ENGINE = ReplacingMergeTree(ingest_ts) PARTITION BY toDate(event_ts) ORDER BY (symbol, event_ts, seq)";

    private readonly AlpacaSimulator _simulator;
    private readonly AlpacaSimulator _baseline;
    private readonly ClickHouseServer _server;
    private readonly ClickHouseClient _client;
    private readonly HttpClient _http = new();
    private readonly ServiceProcess _service;
    private readonly string _port;

    private TickSite(AlpacaSimulator simulator, AlpacaSimulator baseline, ClickHouseServer server, ClickHouseClient client, ServiceProcess service, string port)
    {
        (_simulator, _baseline, _server, _client, _service, _port) = (simulator, baseline, server, client, service, port);
        (Broker, Baseline) = (ClientOf(simulator), ClientOf(baseline));
    }

    public static IReadOnlyList<string> Symbols { get; } = [.. Enumerable.Range(0, 50).Select(i => $"SY{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}")];

    public AlpacaTradingClient Broker { get; }

    /// <summary>Another account at a broker of its own: the service would take orders that are not its own for external ones.</summary>
    public AlpacaTradingClient Baseline { get; }

    public static async Task<TickSite> StartAsync(string folder, PostgresServer postgres)
    {
        var (simulator, baseline) = (await BrokerAsync(), await BrokerAsync());
        var server = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = Path.Combine(folder, "clickhouse"), Databases = ["torghut"] },
            NullLoggerFactory.Instance, CancellationToken.None);
        var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = server.BaseAddress }, TimeProvider.System);
        await client.ExecuteNonQueryAsync(
            $"CREATE TABLE torghut.ta_signals ({Columns}, {string.Join(", ", Features.Split(", ").Select(name => $"{name} Nullable(Float64)"))}) {Engine}");
        await client.ExecuteNonQueryAsync(
            $"CREATE TABLE torghut.ta_microbars ({Columns}, o Float64, h Float64, l Float64, c Float64, v Float64, vwap Nullable(Float64), count UInt64) {Engine}");
        var catalogue = Path.Combine(folder, "strategies.yaml");
        await File.WriteAllTextAsync(catalogue, "strategies:\n  - name: dip\n    type: macd_rsi\n    max_notional_per_trade: 20\n    cooldown_seconds: 0\n");
        var port = ServiceProcess.FreePort().ToString(CultureInfo.InvariantCulture);
        var service = ServiceProcess.Start("torghut-trading", new Dictionary<string, string>
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["TRADING_PORT"] = port,
            ["DB_DSN"] = postgres.Uri.ToString(),
            ["TA_CLICKHOUSE_URL"] = server.BaseAddress.ToString(),
            ["TA_CLICKHOUSE_USERNAME"] = "default",
            ["ALPACA_KEY_ID"] = "sandbox-key",
            ["ALPACA_SECRET_KEY"] = "sandbox-secret",
            ["ALPACA_TRADING_BASE_URL"] = simulator.BaseAddress.ToString(),
            ["TRADING_ENABLED"] = "true",
            ["TRADING_KILL_SWITCH_ENABLED"] = "false",
            ["TRADING_MIGRATE_AT_START"] = "true",
            ["TRADING_STATIC_SYMBOLS"] = string.Join(',', Symbols),
            ["TRADING_STRATEGY_CONFIG_PATH"] = catalogue,
            ["TRADING_STATE_DIR"] = Path.Combine(folder, "state"),
            ["TRADING_POLL_MS"] = "50",
            ["TRADING_COOLDOWN_SECONDS"] = "0",
            ["TRADING_PRICE_DEVIATION_MAX_PCT"] = "1000",
            ["TRADING_CONTEXT_MAX_AGE_MS"] = "30000",
            ["TRADING_MAX_ENTRIES_PER_SYMBOL_PER_MINUTE"] = "10000",
            ["TRADING_SIGNAL_BATCH_SIZE"] = "500",
        });
        var site = new TickSite(simulator, baseline, server, client, service, port);
        await Eventually.HoldsAsync(
            async () => service.HasExited ? throw new InvalidOperationException(service.Output) : await site.TradesAsync(), "orders may leave");
        return site;
    }

    /// <summary>Prices far below the market, so that what is bought rests in the book.</summary>
    public async Task PriceAsync() =>
        await InsertAsync("ta_microbars", "o, h, l, c, v, vwap, count", await NowAsync(), Symbols.Count, "1, 1, 1, 1, 1000000, 1, 10");

    /// <summary>Fresh signals, one insert; returns the newest one's event time.</summary>
    /// <param name="buy">Whether the strategy acts on them.</param>
    public async Task<DateTimeOffset> SignalsAsync(int count, bool buy)
    {
        var now = await NowAsync();
        await InsertAsync("ta_signals", "macd, macd_signal, macd_hist, ema12, ema26, rsi14", now, count, buy ? "1.0, 0.5, 0.5, 100, 100, 20"
            : "0.5, 0.5, 0, 100, 100, 50");
        return now;
    }

    /// <summary>Waits until the loop's cursor is at an event time.</summary>
    public async Task ReadAsync(DateTimeOffset newest)
    {
        while (await CursorAsync() < newest)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    public async Task<int> OrdersAsync() =>
        (await Broker.ListOrdersAsync(new OrderQuery { Status = OrderListStatus.Open, Limit = 500 }, CancellationToken.None)).Count;

    /// <summary>What the service counts of orders that did not leave, for a message.</summary>
    public async Task<string> RefusalsAsync() => string.Join(
        "; ",
        (await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/metrics"))).Split('\n')
            .Where(line => line.StartsWith("torghut_trading_", StringComparison.Ordinal) && line.Contains("reject", StringComparison.Ordinal)
            && !line.EndsWith(" 0", StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _http.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        await _baseline.DisposeAsync();
    }

    private static Task<AlpacaSimulator> BrokerAsync() => AlpacaSimulator.StartAsync(
        new AlpacaSimulatorOptions { Symbols = Symbols, PartialFills = 0, TradesPerSecond = 1, InitialCash = 100_000_000 }, NullLoggerFactory.Instance,
        CancellationToken.None);

    private AlpacaTradingClient ClientOf(AlpacaSimulator simulator) => new(
        _http, new AlpacaRestOptions { BaseAddress = simulator.BaseAddress, Credentials = new AlpacaCredentials("sandbox-key", "sandbox-secret") },
        TimeProvider.System);

    private async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.FromUnixTimeMilliseconds((await Broker.GetClockAsync(CancellationToken.None)).Timestamp.ToUnixTimeMilliseconds() - 5);

    private Task InsertAsync(string table, string names, DateTimeOffset newest, int count, string values)
    {
        var end = newest.ToUnixTimeMilliseconds();
        var perSymbol = Math.Max(1, count / Symbols.Count);
        return _client.ExecuteNonQueryAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO torghut.{table} (symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version, {names})
            SELECT ['{string.Join("','", Symbols)}'][1 + intDiv(number, {perSymbol})], fromUnixTimestamp64Milli({end} - {perSymbol} + 1 + (number % {perSymbol}), 'UTC') AS at,
              intDiv({end}, 1000), at, 1, 'ta', 'PT1S', 'PT1S', at, at, 1, {values} FROM numbers({count})
            """));
    }

    private async Task<bool> TradesAsync()
    {
        try
        {
            var status = await StatusAsync();
            return status.GetProperty("gates").GetProperty("orders_may_leave").GetBoolean() && status.GetProperty("catalogue").GetProperty("accepted")
                .GetInt64() > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<DateTimeOffset> CursorAsync() => (await StatusAsync()).GetProperty("loop")
        .GetProperty("cursor") is { ValueKind: JsonValueKind.Object } cursor
        ? cursor.GetProperty("event_ts").GetDateTimeOffset()
        : DateTimeOffset.MinValue;

    private async Task<JsonElement> StatusAsync()
    {
        using var document = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/trading/status")));
        return document.RootElement.Clone();
    }
}

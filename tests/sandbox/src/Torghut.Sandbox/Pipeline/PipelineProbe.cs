using System.Globalization;
using System.Text.Json;
using Npgsql;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Infrastructure;

namespace Torghut.Sandbox.Pipeline;

/// <summary>
/// Looks at every stage from outside, as an operator would: scrapes, SQL and the broker's REST interface. A stage that does not answer is
/// reported as unreadable and never stops the look at the others.
/// </summary>
internal sealed class PipelineProbe : IDisposable
{
    /// <summary>Reason of what came a second time.</summary>
    private const string Repeated = "repeated";

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly Addresses _addresses;
    private readonly ServicePorts _ports;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = ProbeTimeout };
    private readonly NpgsqlDataSource? _database;
    private readonly ClickHouseProbe? _clickHouse;
    private readonly TopicCounts? _topics;
    private readonly RunningCounters _counters = new();
    private readonly SortedSet<string> _reasons = new(StringComparer.Ordinal);

    public PipelineProbe(Addresses addresses, ServicePorts ports, TimeProvider time)
    {
        _addresses = addresses;
        _ports = ports;
        _time = time;
        _database = addresses.Database is { } database ? NpgsqlDataSource.Create(PostgresDsn.ToConnectionString(database.Owner)) : null;
        _clickHouse = addresses.ClickHouse is { } url ? new ClickHouseProbe(_http, url) : null;
        _topics = addresses.Kafka is { } bootstrap ? new TopicCounts(bootstrap) : null;
    }

    /// <summary>To be called before anything is published: what the topics hold already is not counted.</summary>
    public Task BeginAsync() => ReadTopicsAsync();

    public async Task<StageCounts> ReadAsync(CancellationToken cancellationToken)
    {
        var unreadable = new Dictionary<string, string>();
        async Task<T?> Try<T>(string name, Func<Task<T>> read)
        {
            try
            {
                return await read();
            }
            catch (Exception exception) when (exception is not OperationCanceledException || IsTimeout(exception, cancellationToken))
            {
                lock (unreadable)
                {
                    unreadable[name] = exception.Message.Split('\n')[0];
                }

                return default;
            }
        }

        var market = Try("simulator", () => ReadMarketAsync(cancellationToken));
        var ws = Try("torghut-ws", () => ScrapeAsync(_ports.WsMetrics, cancellationToken));
        var ta = Try("torghut-ta", () => ScrapeAsync(_ports.TaMetrics, cancellationToken));
        var topics = Try("kafka", ReadTopicsAsync);
        var read = Try("torghut-ta", () => ReadTradesReadAsync(cancellationToken));
        var stored = Try("clickhouse", () => _clickHouse!.ReadAsync(cancellationToken));
        var decisions = Try("postgres", () => ReadDecisionsAsync(cancellationToken));
        var equity = Try("account", () => ReadEquityAsync(cancellationToken));
        var posture = Try("torghut-trading", () => ReadPostureAsync(cancellationToken));
        await Task.WhenAll(market, ws, ta, topics, read, stored, decisions, equity, posture);
        var produced = await ws;
        var computed = await ta;
        return new StageCounts
        {
            At = _time.GetUtcNow(),
            Market = await market,
            PublishedTrades = (await topics)?.Trades,
            PublishedQuotes = (await topics)?.Quotes,
            Dropped = Dropped(produced),
            Backfilled = Total(produced, "torghut_ws_backfill_trades_total") ?? 0,
            ReadTrades = await read,
            Microbars = Total(computed, "torghut_ta_microbars_total"),
            Signals = Total(computed, "torghut_ta_signals_total"),
            Unstored = computed is null ? null : (long)computed.Sum("torghut_ta_sink_lag_rows"),
            StoredMicrobars = (await stored)?.Microbars,
            StoredSignals = (await stored)?.Signals,
            NewestStored = (await stored)?.Newest,
            Decisions = await decisions,
            Equity = await equity,
            Posture = await posture,
            Unreadable = unreadable,
        };
    }

    /// <summary>One scrape of a service.</summary>
    public async Task<MetricsPage> ScrapeAsync(int port, CancellationToken cancellationToken) =>
        MetricsPage.Parse(await _http.GetStringAsync($"http://127.0.0.1:{port}/metrics", cancellationToken));

    /// <summary>Window end of the newest stored microbar; null before the first.</summary>
    public async Task<DateTime?> NewestStoredAsync(CancellationToken cancellationToken) => _clickHouse is null ? null
        : await _clickHouse.NewestAsync(cancellationToken);

    /// <summary>The answer of a service's <c>/readyz</c>: whether it is ready, and the body.</summary>
    public async Task<(bool Ready, string Body)> ReadinessAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync($"http://127.0.0.1:{port}/readyz", cancellationToken);
            return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException || IsTimeout(exception, cancellationToken))
        {
            return (false, exception.Message);
        }
    }

    public NpgsqlDataSource Database => _database ?? throw new InvalidOperationException("The sandbox runs without Postgres.");

    public void Dispose()
    {
        _http.Dispose();
        _topics?.Dispose();
        _database?.Dispose();
    }

    /// <summary>A service on a busy machine that answers late is not ready yet; the run goes on.</summary>
    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private long? Total(MetricsPage? page, string name) => _counters.Total(name, page is null ? null : (long)page.Sum(name));

    private Dictionary<string, long> Dropped(MetricsPage? page)
    {
        var repeated = page?.By("channel", "torghut_ws_dedup_drops_total")
            .Where(pair => pair.Key is Channels.Trades or Channels.Quotes)
            .Sum(pair => pair.Value);
        foreach (var (reason, count) in page?.By("reason", "torghut_ws_parse_errors_total") ?? new Dictionary<string, double>())
        {
            _reasons.Add(reason);
            _counters.Total(reason, (long)count);
        }

        _counters.Total(Repeated, (long?)repeated);
        return _reasons.Append(Repeated)
            .Select(reason => (Reason: reason, Count: _counters.Total(reason, null) ?? 0))
            .Where(dropped => dropped.Count > 0)
            .ToDictionary(dropped => dropped.Reason, dropped => dropped.Count);
    }

    private Task<PublishedCounts?> ReadTopicsAsync() => _topics is null
        ? Task.FromResult<PublishedCounts?>(null)
        : Task.Run<PublishedCounts?>(() => new PublishedCounts(_topics.Read(Topics.Trades), _topics.Read(Topics.Quotes)));

    public async Task<MarketProgress> ReadMarketAsync(CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Simulator, "/_sim/progress"), cancellationToken));
        var root = body.RootElement;
        var sent = root.GetProperty("sent");
        return new MarketProgress(
            root.GetProperty("source").GetString()!,
            root.TryGetProperty("market_time", out var time) && time.ValueKind == JsonValueKind.String ? time.GetDateTimeOffset() : null,
            sent.GetProperty("trades").GetInt64(),
            root.GetProperty("emitted").GetProperty("trades").GetInt64() - sent.GetProperty("trades").GetInt64(),
            sent.GetProperty("quotes").GetInt64(),
            sent.GetProperty("bars").GetInt64(),
            root.TryGetProperty("total", out var total) && total.ValueKind == JsonValueKind.Number ? total.GetInt64() : null,
            root.GetProperty("finished").GetBoolean());
    }

    private async Task<long?> ReadTradesReadAsync(CancellationToken cancellationToken)
    {
        using var status = JsonDocument.Parse(await _http.GetStringAsync($"http://127.0.0.1:{_ports.TaHealth}/ta/status", cancellationToken));
        return status.RootElement.GetProperty("compute").GetProperty("partitions").EnumerateArray()
            .Sum(partition => partition.GetProperty("trades_offset").GetInt64());
    }

    private async Task<decimal> ReadEquityAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Simulator, "/v2/account"));
        request.Headers.Add("APCA-API-KEY-ID", SandboxCredentials.AlpacaKeyId);
        request.Headers.Add("APCA-API-SECRET-KEY", SandboxCredentials.AlpacaSecretKey);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
        return decimal.Parse(body.RootElement.GetProperty("equity").GetString()!, CultureInfo.InvariantCulture);
    }

    private async Task<TradingPosture> ReadPostureAsync(CancellationToken cancellationToken)
    {
        using var status = JsonDocument.Parse(await _http.GetStringAsync($"http://127.0.0.1:{_ports.Trading}/trading/status", cancellationToken));
        return TradingPosture.Of(status.RootElement);
    }

    private async Task<DecisionCounts> ReadDecisionsAsync(CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand("""
            SELECT (SELECT count(*) FROM trade_decisions),
                   (SELECT count(*) FROM trade_decisions WHERE status = 'rejected'),
                   (SELECT count(*) FROM executions),
                   (SELECT count(*) FROM executions WHERE status = 'filled')
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DecisionCounts(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private Uri Simulator => _addresses.Simulator ?? throw new InvalidOperationException("Alpaca itself is in use; it tells no progress.");
}

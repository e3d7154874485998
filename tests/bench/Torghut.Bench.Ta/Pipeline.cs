using System.Diagnostics;
using System.Globalization;
using Torghut.ClickHouse;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Testing;

namespace Torghut.Bench.Ta;

/// <summary>The servers around the service, and the service's own binary with the defaults it ships with.</summary>
internal sealed class Pipeline : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly ServerProcess _server;
    private readonly SchemaRegistrySource _registry;
    private readonly string _metricsPort = Port();
    private ServiceProcess? _service;
    private Process? _process;

    private Pipeline(ServerProcess server)
    {
        _server = server;
        var addresses = server.Address.Split(' ');
        (Bootstrap, RegistryUrl, StoreUrl) = (addresses[0], addresses[1], addresses[2]);
        _registry = new SchemaRegistrySource(new SchemaRegistrySettings { Url = new Uri(RegistryUrl) }, TimeProvider.System);
        Store = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = new Uri(StoreUrl) }, TimeProvider.System);
    }

    public string Bootstrap { get; }

    public ISchemaSource Registry => _registry;

    public ClickHouseClient Store { get; }

    /// <summary>Confluent's own client of the registry, for the peers that want one.</summary>
    public Confluent.SchemaRegistry.CachedSchemaRegistryClient ConfluentRegistry() =>
        new(new Confluent.SchemaRegistry.SchemaRegistryConfig { Url = RegistryUrl });

    private string RegistryUrl { get; }

    private string StoreUrl { get; }

    public static async Task<Pipeline> StartAsync() => new(await ServerProcess.StartAsync(PipelineServer.Argument));

    /// <summary>Starts the service; it reads what is there and whatever comes.</summary>
    public void StartService()
    {
        _service = ServiceProcess.Start("torghut-ta", new Dictionary<string, string>
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["TA_HEALTH_PORT"] = Port(),
            ["TA_METRICS_PORT"] = _metricsPort,
            ["TA_KAFKA_BOOTSTRAP"] = Bootstrap,
            ["TA_SCHEMA_REGISTRY_URL"] = RegistryUrl,
            ["TA_CLICKHOUSE_URL"] = StoreUrl,
            ["TA_CLICKHOUSE_TTL_DAYS_MICROBARS"] = "0",
            ["TA_CLICKHOUSE_TTL_DAYS_SIGNALS"] = "0",
            ["TA_AUTO_OFFSET_RESET"] = "earliest",
        });
        _process = Process.GetProcessById(_service.Id);
    }

    public async Task StopServiceAsync()
    {
        await _service!.DisposeAsync();
        _service = null;
    }

    /// <summary>What the service has done so far, and at what cost.</summary>
    public async Task<PipelineProgress> ReadProgressAsync()
    {
        string page;
        try
        {
            page = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_metricsPort}/metrics"));
        }
        catch (HttpRequestException) when (!_service!.HasExited)
        {
            return default;
        }
        catch (HttpRequestException exception)
        {
            throw new InvalidOperationException($"torghut-ta ended:\n{_service!.Output}", exception);
        }

        _process!.Refresh();
        return new PipelineProgress(
            Stopwatch.GetTimestamp(), _process.TotalProcessorTime, Sum(page, "events_total"), Sum(page, "microbars_total"), Sum(page, "signals_total"),
            Sum(page, "sink_rows_total"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _process?.Dispose();
        Store.Dispose();
        _server.Dispose();
        _http.Dispose();
        _registry.Dispose();
    }

    private static long Sum(string page, string metric) => (long)page.Split('\n')
        .Where(line => line.StartsWith($"torghut_ta_{metric}{{", StringComparison.Ordinal)
        || line.StartsWith($"torghut_ta_{metric} ", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static string Port() => ServiceProcess.FreePort().ToString(CultureInfo.InvariantCulture);
}

/// <summary>One look at the service's counters.</summary>
/// <param name="At">Stopwatch ticks; 0 when it does not answer yet.</param>
internal readonly record struct PipelineProgress(long At, TimeSpan Cpu, long Events, long Microbars, long Signals, long Stored);

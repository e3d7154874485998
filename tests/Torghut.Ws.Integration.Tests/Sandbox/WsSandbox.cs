using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Ws.Integration.Tests.Sandbox;

/// <summary>Kafka, registry and the Alpaca simulator in this process, and as many forwarders as a test starts beside it.</summary>
internal sealed class WsSandbox : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-ws-").FullName;
    private readonly List<Forwarder> _forwarders = [];
    private readonly HttpClient _http = new();
    private readonly int _kafkaPort = ServiceProcess.FreePort();
    private readonly int _registryPort = ServiceProcess.FreePort();

    private WsSandbox()
    {
    }

    public KafkaBroker? Kafka { get; private set; }

    public RegistryServer? Registry { get; private set; }

    public AlpacaSimulator Alpaca { get; private set; } = null!;

    public Uri RegistryAddress => new($"http://127.0.0.1:{_registryPort}");

    public string Bootstrap => $"127.0.0.1:{_kafkaPort}";

    /// <summary>Everything but a forwarder.</summary>
    public static async Task<WsSandbox> StartAsync(AlpacaSimulatorOptions? alpaca = null, bool withKafka = true, bool withSchemas = true,
        IReadOnlyList<KafkaUser>? users = null)
    {
        var sandbox = new WsSandbox();
        await sandbox.StartRegistryAsync();
        if (withSchemas)
        {
            await sandbox.RegisterAsync();
        }

        sandbox.Alpaca = await AlpacaSimulator.StartAsync(
            alpaca ?? new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 20 }, NullLoggerFactory.Instance, CancellationToken.None);
        if (withKafka)
        {
            await sandbox.StartKafkaAsync(users);
        }

        return sandbox;
    }

    /// <summary>Starts the broker, or starts it again on the same port and data.</summary>
    public async Task StartKafkaAsync(IReadOnlyList<KafkaUser>? users = null) => Kafka = await KafkaBroker.StartAsync(
        new KafkaBrokerOptions
        {
            DataDirectory = Path.Combine(_folder, "kafka"),
            Port = _kafkaPort,
            AutoCreateTopics = false,
            Users = users ?? [],
            Topics = [.. Topics.All.Select(topic => new KafkaTopicDefinition(topic.Name, topic.Partitions))],
        },
        NullLoggerFactory.Instance,
        CancellationToken.None);

    public async Task StopKafkaAsync()
    {
        if (Kafka is not null)
        {
            await Kafka.DisposeAsync();
            Kafka = null;
        }
    }

    /// <summary>Starts the registry, or starts it again on the same port and data.</summary>
    public async Task StartRegistryAsync() => Registry = await RegistryServer.StartAsync(
        new RegistryOptions { DataDirectory = Path.Combine(_folder, "registry"), Port = _registryPort }, NullLoggerFactory.Instance, CancellationToken.None);

    public async Task StopRegistryAsync()
    {
        if (Registry is not null)
        {
            await Registry.DisposeAsync();
            Registry = null;
        }
    }

    /// <summary>What the registry has schemas for.</summary>
    public async Task<string[]> SubjectsAsync() => await _http.GetFromJsonAsync<string[]>(new Uri(RegistryAddress, "subjects")) ?? [];

    /// <summary>Places a market order for one share at the simulated broker.</summary>
    public async Task PlaceOrderAsync(string symbol, string clientOrderId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Alpaca.BaseAddress, "v2/orders"))
        {
            Content = JsonContent.Create(new { symbol, qty = "1", side = "buy", type = "market", time_in_force = "day", client_order_id = clientOrderId }),
        };
        request.Headers.Add("APCA-API-KEY-ID", "sandbox-key");
        request.Headers.Add("APCA-API-SECRET-KEY", "sandbox-secret");
        using var response = await _http.SendAsync(request);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Every trade that the simulated market has made until now: the truth that the topic is compared with.</summary>
    public async Task<IReadOnlyList<AlpacaTrade>> SentTradesAsync(params string[] symbols)
    {
        var rest = new AlpacaRestOptions { BaseAddress = Alpaca.BaseAddress, Credentials = new AlpacaCredentials("sandbox-key", "sandbox-secret") };
        var now = TimeProvider.System.GetUtcNow();
        var query = new HistoryQuery { Symbols = symbols, Start = now.AddDays(-1), End = now.AddDays(1), Feed = "iex" };
        var sent = new List<AlpacaTrade>();
        var data = new AlpacaDataClient(_http, rest, TimeProvider.System);
        await foreach (var trade in data.ListTradesAsync(query, item => Assert.Fail(item.Reason), CancellationToken.None))
        {
            sent.Add(trade);
        }

        return sent;
    }

    /// <summary>Puts a trade on the topic as an earlier run would have.</summary>
    public async Task PublishTradeAsync(string symbol, long id, long seq)
    {
        using var registry = new SchemaRegistrySource(new SchemaRegistrySettings { Url = RegistryAddress }, TimeProvider.System);
        var schema = await registry.GetIdAsync(ContractSchemas.Subject(Topics.Trades), ContractSchemas.ForTopic(RecordKind.Trade));
        var now = Nanos.Now(TimeProvider.System);
        var envelope = new Envelope(now, now, "iex", Channels.Trades, symbol, seq, true, Sources.WebSocket, null);
        var value = new RecordEncoder<Trade>(RecordCodecs.Trade, schema).Encode(new Trade(envelope, id, 10, 1, "V", [], "C"));
        using var producer = new ProducerBuilder<byte[], byte[]>(new KafkaConnection(Bootstrap).ToProducerConfig()).Build();
        await producer.ProduceAsync(Topics.Trades, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(symbol), Value = value });
    }

    /// <summary>Starts the real binary; keys given here win over the usual ones.</summary>
    public Forwarder StartForwarder(params (string Key, string Value)[] keys)
    {
        var socket = Alpaca.SocketAddress.ToString().TrimEnd('/');
        var forwarder = new Forwarder(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["ALPACA_KEY_ID"] = "sandbox-key",
            ["ALPACA_SECRET_KEY"] = "sandbox-secret",
            ["ALPACA_STREAM_URL"] = socket,
            ["ALPACA_TRADE_STREAM_URL"] = socket + "/stream",
            ["ALPACA_BASE_URL"] = Alpaca.BaseAddress.ToString(),
            ["SYMBOLS"] = "AAPL,MSFT",
            ["KAFKA_BOOTSTRAP"] = Bootstrap,
            ["KAFKA_LINGER_MS"] = "1",
            ["SCHEMA_REGISTRY_URL"] = RegistryAddress.ToString(),
            ["STATUS_HEARTBEAT_MS"] = "500",

            // A busy machine reads history slowly; that live data overtakes it is a test of its own.
            ["BACKFILL_HOLD_MS"] = "60000",

            // Nor does it acknowledge within a second and a half all the time.
            ["KAFKA_STALL_MS"] = "5000",
            ["KAFKA_METADATA_INTERVAL_MS"] = "1000",
            ["RECONNECT_BASE_MS"] = "50",
            ["RECONNECT_MAX_MS"] = "400",
        }, keys);
        _forwarders.Add(forwarder);
        return forwarder;
    }

    /// <summary>Runs <c>torghut-ws replay</c> to its end and gives its exit code.</summary>
    public async Task<int> ReplayAsync(params string[] arguments)
    {
        await using var process = StartReplay(arguments);
        var exitCode = await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(process.Output);
        return exitCode;
    }

    /// <summary>Starts <c>torghut-ws replay</c>.</summary>
    public ServiceProcess StartReplay(params string[] arguments) => ServiceProcess.Start(
        "torghut-ws", new Dictionary<string, string> { ["KAFKA_BOOTSTRAP"] = Bootstrap, ["SCHEMA_REGISTRY_URL"] = RegistryAddress.ToString() },
        ["replay", .. arguments]);

    /// <summary>Switches a fault of the simulator on.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> FaultAsync(object fault)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(Alpaca.BaseAddress, "_sim/faults"), fault);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, body);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("id").GetInt64();
    }

    /// <summary>What the simulator answers for corporate actions, by kind.</summary>
    public async Task SetCorporateActionsAsync(object actions)
    {
        using var response = await _http.PutAsJsonAsync(new Uri(Alpaca.BaseAddress, "_sim/corporate-actions"), actions);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Takes one fault away.</summary>
    public async Task ClearFaultAsync(long id)
    {
        using var response = await _http.DeleteAsync(new Uri(Alpaca.BaseAddress, $"_sim/faults/{id}"));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Takes every fault away.</summary>
    public async Task ClearFaultsAsync()
    {
        using var response = await _http.DeleteAsync(new Uri(Alpaca.BaseAddress, "_sim/faults"));
        response.EnsureSuccessStatusCode();
    }

    /// <param name="user">Who reads, when the broker asks for a password.</param>
    public TopicReader<T> Read<T>(string topic, KafkaUser? user = null)
        where T : struct => new(Bootstrap, topic, user);

    public async ValueTask DisposeAsync()
    {
        foreach (var forwarder in _forwarders)
        {
            await forwarder.DisposeAsync();
        }

        await Alpaca.DisposeAsync();
        await StopKafkaAsync();
        await StopRegistryAsync();
        _http.Dispose();
        Directory.Delete(_folder, true);
    }

    private async Task RegisterAsync()
    {
        using var client = new SchemaRegistrySource(new SchemaRegistrySettings { Url = RegistryAddress }, TimeProvider.System);
        foreach (var topic in Topics.All)
        {
            if (ContractSchemas.ForTopic(topic.Name) is { } schema)
            {
                await client.RegisterAsync(ContractSchemas.Subject(topic.Name), schema);
            }
        }
    }
}

using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Common.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>From a bar to the records that it was made of.</summary>
[NonParallelizable]
public sealed class TicksTests
{
    private string _folder = "";
    private KafkaBroker _broker = null!;
    private RegistryServer _registry = null!;
    private ClickHouseServer _clickHouse = null!;
    private RunningOps _ops = null!;
    private long _second;

    [OneTimeSetUp]
    public async Task StartInfrastructure()
    {
        _second = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        _folder = Directory.CreateTempSubdirectory("torghut-ops-ticks-").FullName;
        _broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = Path.Combine(_folder, "kafka") }, NullLoggerFactory.Instance, CancellationToken.None);
        _registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(_folder, "registry") }, NullLoggerFactory.Instance, CancellationToken.None);
        _clickHouse = await ClickHouseServer.StartAsync(
            new ClickHouseOptions { DataDirectory = Path.Combine(_folder, "clickhouse") }, NullLoggerFactory.Instance, CancellationToken.None);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(
            new[] { Topics.Trades, Topics.Quotes }.Select(topic => new TopicSpecification { Name = topic, NumPartitions = 2, ReplicationFactor = 1 }));
        await ProduceAsync();
        using var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _clickHouse.BaseAddress }, TimeProvider.System);
        await TaTables.CreateAsync(client);
        double[] bar = [1, 3, 0.5, 2, 10, 1.5, 4];
        await TaTables.InsertBarsAsync(client, [new TaRow("AAPL", _second, 0, bar)], $"'{Topics.Trades}', 1, 1, 5");
        await TaTables.InsertBarsAsync(client, [new TaRow("AAPL", _second + 1, 0, bar)], $"'{Topics.Trades}', 1, 900, 905");
        await TaTables.InsertBarsAsync(client, [new TaRow("AAPL", _second + 2, 0, bar)]);
        _ops = await RunningOps.StartAsync(new Dictionary<string, string>
        {
            ["KAFKA_BOOTSTRAP"] = _broker.BootstrapServers,
            ["SCHEMA_REGISTRY_URL"] = _registry.BaseAddress.ToString(),
            ["TA_CLICKHOUSE_URL"] = _clickHouse.BaseAddress.ToString(),
            ["OPS_TA_QUERY_SECONDS"] = "60",
        });
    }

    [OneTimeTearDown]
    public async Task StopInfrastructure()
    {
        await _ops.DisposeAsync();
        await _clickHouse.DisposeAsync();
        await _registry.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Ticks_OfABar_AreItsTradesAndQuotesWithTheirOffsets()
    {
        var json = await ReadAsync(_second);
        var trades = json.GetProperty("trades").EnumerateArray().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(trades.Select(trade => trade.GetProperty("offset").GetInt64()), Is.EqualTo(new[] { 1L, 3, 5 }), "Others' trades lie between.");
            Assert.That(trades.Select(trade => trade.GetProperty("partition").GetInt32()), Is.All.EqualTo(1));
            Assert.That(trades[0].GetProperty("topic").GetString(), Is.EqualTo(Topics.Trades));
            Assert.That(trades[0].GetProperty("tradeId").GetInt64(), Is.EqualTo(1));
            Assert.That(trades[0].GetProperty("price").GetDouble(), Is.EqualTo(101));
            Assert.That(trades[0].GetProperty("conditions").GetRawText(), Is.EqualTo("[\"@\",\"I\"]"));
            Assert.That(trades[0].GetProperty("eventTs").GetString(), Does.EndWith(".000000001Z"));
            Assert.That(json.GetProperty("complete").GetBoolean(), Is.True, json.GetRawText());
            Assert.That(json.GetProperty("quotes").GetProperty("first").GetInt64(), Is.Zero);
            Assert.That(json.GetProperty("quotes").GetProperty("last").GetInt64(), Is.EqualTo(2));
        });
        var file = await _ops.GetAsync($"/api/torghut/ta/ticks?symbol=AAPL&at={_second}&format=csv");
        Assert.That(file.Body.Split("\r\n"), Has.Length.EqualTo(5));
        Assert.That(file.Body, Does.Contain(",'@ I,1,trades\r\n"));
    }

    [TestCase(1, "the log holds offsets")]
    [TestCase(2, "does not name the records")]
    [TestCase(3, "no bar")]
    public async Task Ticks_ThatCannotBeFound_SayWhy(int after, string why)
    {
        var json = await ReadAsync(_second + after);
        Assert.That(json.GetProperty("complete").GetBoolean(), Is.False);
        Assert.That(json.GetProperty("why").GetString(), Does.Contain(why));
        Assert.That(json.GetProperty("trades").GetArrayLength(), Is.Zero);
    }

    private async Task<JsonElement> ReadAsync(long second)
    {
        // A registry that has no time to answer is a 503; it has the time later.
        var (status, body, _) = await Eventually.ReadsAsync(
            () => _ops.GetAsync($"/api/torghut/ta/ticks?symbol=AAPL&at={second}"), answer => answer.Status != 503, "the stores answer");
        Assert.That(status, Is.EqualTo(200), body);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    private async Task ProduceAsync()
    {
        using var registry = DerivedProducer.OpenRegistry(_registry.BaseAddress);
        var trades = new RecordEncoder<Trade>(RecordCodecs.Trade, await registry.RegisterAsync(ContractSchemas.Subject(Topics.Trades), ContractSchemas.Trade));
        var quotes = new RecordEncoder<Quote>(RecordCodecs.Quote, await registry.RegisterAsync(ContractSchemas.Subject(Topics.Quotes), ContractSchemas.Quote));
        using var producer = new ProducerBuilder<string, byte[]>(new KafkaConnection(_broker.BootstrapServers).ToProducerConfig()).Build();
        for (var offset = 0; offset < 8; offset++)
        {
            var symbol = offset % 2 == 1 ? "AAPL" : "MSFT";
            var trade = new Trade(Head(symbol, Channels.Trades, offset), offset, 100 + offset, 10, "V", ["@", "I"], "C");
            await producer.ProduceAsync(new TopicPartition(Topics.Trades, 1), new Message<string, byte[]> { Key = symbol, Value = trades.Encode(trade) });
        }

        for (var offset = 0; offset < 3; offset++)
        {
            var quote = new Quote(Head("AAPL", Channels.Quotes, offset), 100, 1, "V", 101, 1, "V", ["R"], "C");
            await producer.ProduceAsync(
                new TopicPartition(Topics.Quotes, 1),
                new Message<string, byte[]>
                {
                    Key = "AAPL",
                    Value = quotes.Encode(quote),
                    Timestamp = new Timestamp(DateTimeOffset.FromUnixTimeSeconds(_second).UtcDateTime.AddMilliseconds(offset)),
                });
        }
    }

    /// <summary>The last trade of the range is of the next second: a late bar's range may hold such.</summary>
    private Envelope Head(string symbol, string channel, int number)
    {
        var time = (_second * Nanos.PerSecond) + number + (number == 7 ? Nanos.PerSecond : 0);
        return new Envelope(time, time, "iex", channel, symbol, number + 1, true, Sources.WebSocket, null);
    }
}

using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Contracts;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>
/// The stream of new bars and signals on a running service, with a broker and a registry: whatever is cut, nothing is missing and nothing doubled.
/// </summary>
[NonParallelizable]
public sealed class StreamTests
{
    private const int Cuts = 20;
    private const int Seed = 20261201;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string[] Symbols = ["AAPL", "MSFT", "BRK.B", "GOOG", "TSLA", "IBM"];
    private static readonly string[] Watched = ["AAPL", "BRK.B", "IBM"];

    private string _folder = "";
    private KafkaBroker _broker = null!;
    private RegistryServer _registry = null!;

    [SetUp]
    public async Task StartInfrastructure()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-stream-").FullName;
        _broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = Path.Combine(_folder, "kafka"), AutoCreateTopics = false }, NullLoggerFactory.Instance,
            CancellationToken.None);
        _registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(_folder, "registry") }, NullLoggerFactory.Instance, CancellationToken.None);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(
            new[] { Topics.TaMicrobars, Topics.TaSignals }.Select(topic => new TopicSpecification { Name = topic, NumPartitions = 3, ReplicationFactor = 1 }));
    }

    [TearDown]
    public async Task StopInfrastructure()
    {
        await _registry.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>With the usual buffer a cut is resumed from memory; with the smallest from the logs.</summary>
    [TestCase(20_000)]
    [TestCase(16)]
    [Category("Long")]
    public async Task Stream_CutTwentyTimes_MissesNoRecordAndDoublesNone(int buffer)
    {
        await using var ops = await StartAsync(buffer);
        using var producer = await DerivedProducer.CreateAsync(_broker.BootstrapServers, _registry.BaseAddress);
        using var client = new EventStreamClient(ops.Address, string.Join(',', Watched));
        using var limit = new CancellationTokenSource(Limit);
        var (cuts, seen) = (new Random(Seed), new List<string>());

        // The first connection is there before the first record: the stream begins with what is new.
        await foreach (var first in client.ReadAsync(limit.Token))
        {
            Assert.That(first.Id, Is.EqualTo("0-0-0~0-0-0"));
            break;
        }

        var writing = Task.Run(() => WriteAsync(producer, limit.Token), limit.Token);
        var cut = 0;
        for (; cut < Cuts || !writing.IsCompleted || seen.Count < Expected(producer).Count;)
        {
            Assert.That(limit.IsCancellationRequested, Is.False, () => $"{seen.Count} of {Expected(producer).Count} records came after {cut} cuts");
            var left = cuts.Next(1, 40);
            await foreach (var streamed in client.ReadAsync(limit.Token))
            {
                if (streamed.Name is not null)
                {
                    Assert.That(streamed.Name, Is.AnyOf("bar", "signal"), streamed.Data);
                    seen.Add(streamed.Source);
                }

                if (cut < Cuts ? --left <= 0 : writing.IsCompleted && seen.Count >= Expected(producer).Count)
                {
                    break;
                }
            }

            cut++;
        }

        await writing;
        Assert.That(seen, Is.Unique, "None came twice.");
        Assert.That(seen, Is.EquivalentTo(Expected(producer)), "None is missing.");
        Assert.That(client.Connections, Is.GreaterThan(Cuts));
        await TestContext.Out.WriteLineAsync($"{seen.Count} records over {client.Connections} connections, buffer of {buffer}");
    }

    [Test]
    public async Task Stream_ResumedAtAnotherInstance_GoesOnFromTheLogs()
    {
        using var producer = await DerivedProducer.CreateAsync(_broker.BootstrapServers, _registry.BaseAddress);
        for (var second = 0; second < 30; second++)
        {
            producer.Write(Symbols, aborts: second % 5 == 3);
        }

        await using var ops = await StartAsync(20_000);
        using var client = new EventStreamClient(ops.Address, "AAPL") { LastEventId = "0-0-0~0-0-0" };
        var expected = producer.Committed("AAPL");
        var events = await TakeAsync(client, expected.Count);
        Assert.That(events.Select(streamed => streamed.Source), Is.EquivalentTo(expected));
        var bar = JsonDocument.Parse(events.First(streamed => streamed.Name == "bar").Data).RootElement;
        Assert.That(bar.GetProperty("symbol").GetString(), Is.EqualTo("AAPL"));
        Assert.That(bar.GetProperty("row").GetRawText(), Is.EqualTo($"[{DerivedProducer.FirstSecond},1,3,0.5,2,10,null,4]"));
        var signal = JsonDocument.Parse(events.First(streamed => streamed.Name == "signal").Data).RootElement;
        Assert.That(
            signal.GetProperty("row").GetRawText(),
            Is.EqualTo($"[{DerivedProducer.FirstSecond},0.25,0.5,-0.25,null,null,50,null,null,null,null,null,null,null,null,null,null,null]"));
    }

    [TestCase("9999999-0-0~0-0-0", "made anew")]
    [TestCase("0-0~0-0", "other partitions")]
    public async Task Stream_ResumedWhereTheLogsAreNot_SaysThatThereIsAGap(string id, string why)
    {
        await using var ops = await StartAsync(20_000);
        using var client = new EventStreamClient(ops.Address, "AAPL") { LastEventId = id };
        var gap = (await TakeAsync(client, 1)).Single();
        Assert.That((gap.Name, gap.Id), Is.EqualTo(("gap", "0-0-0~0-0-0")));
        Assert.That(gap.Data, Does.Contain(why).And.Contain($"\"from\":\"{id}\""));
    }

    [Test]
    public async Task Stream_FurtherBehindThanIsReadAgain_SaysThatThereIsAGap()
    {
        using var producer = await DerivedProducer.CreateAsync(_broker.BootstrapServers, _registry.BaseAddress);
        for (var second = 0; second < 10; second++)
        {
            producer.Write(Symbols);
        }

        await using var ops = await StartAsync(20_000, ("OPS_TA_STREAM_CATCH_UP_RECORDS", "5"));
        using var client = new EventStreamClient(ops.Address, "AAPL") { LastEventId = "0-0-0~0-0-0" };
        Assert.That((await TakeAsync(client, 1)).Single().Data, Does.Contain("further behind"));
    }

    /// <summary>As many as may read the logs at once come back from long ago and take nothing; whoever comes after them is served all the same.</summary>
    [Test, Category("Long")]
    public async Task Stream_ResumedBehindFourThatTakeNothing_IsNotHeldUp()
    {
        string[] symbols = [.. Enumerable.Range(1, 32).Select(number => $"S{number}")];
        using var producer = await DerivedProducer.CreateAsync(_broker.BootstrapServers, _registry.BaseAddress);
        for (var second = 0; second < 100; second++)
        {
            producer.Write(symbols);
        }

        await using var ops = await StartAsync(16, ("OPS_TA_STREAM_WRITE_SECONDS", "300"));
        const string Beginning = "0-0-0~0-0-0";
        var slow = new List<SilentClient>();
        try
        {
            for (var number = 0; number < 4; number++)
            {
                slow.Add(await SilentClient.OpenAsync(ops.Address, string.Join(',', symbols), Beginning));
            }

            using var client = new EventStreamClient(ops.Address, "S7") { LastEventId = Beginning };
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            var seen = await TakeAsync(client, producer.Committed("S7").Count, limit.Token);
            Assert.That(seen.Select(streamed => streamed.Source), Is.EquivalentTo(producer.Committed("S7")));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    /// <summary>Clients that take nothing cost a place and what is on its way to them, and no other client anything.</summary>
    [Test, Category("Long")]
    public async Task Stream_BesideFiftyThatTakeNothing_HasEverythingInTime()
    {
        string[] symbols = [.. Enumerable.Range(1, 32).Select(number => $"S{number}")];
        using var producer = await DerivedProducer.CreateAsync(_broker.BootstrapServers, _registry.BaseAddress);
        await using var ops = await StartAsync(20_000, ("OPS_TA_STREAM_WRITE_SECONDS", "300"));
        using var client = new EventStreamClient(ops.Address, "S7") { LastEventId = "0-0-0~0-0-0" };
        var slow = new List<SilentClient>();
        try
        {
            for (var number = 0; number < 50; number++)
            {
                slow.Add(await SilentClient.OpenAsync(ops.Address, string.Join(',', symbols), null));
            }

            var writing = Task.Run(() =>
            {
                for (var second = 0; second < 200; second++)
                {
                    producer.Write(symbols);
                }
            });
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
            var seen = await TakeAsync(client, 400, limit.Token);
            await writing;
            Assert.That(seen.Select(streamed => streamed.Source), Is.EquivalentTo(producer.Committed("S7")));
            Assert.That((await ops.GetAsync("/metrics")).Body, Does.Contain("torghut_ops_ta_streams 5"), "they are there still");
        }
        finally
        {
            slow.ForEach(silent => silent.Dispose());
        }
    }

    [Test]
    public async Task Stream_OneMoreThanThereMayBe_IsRefusedUntilOneHasEnded()
    {
        await using var ops = await StartAsync(20_000, ("OPS_TA_STREAM_CLIENTS", "1"));
        using var client = new EventStreamClient(ops.Address, "AAPL");
        await foreach (var _ in client.ReadAsync(CancellationToken.None))
        {
            var (status, body, contentType) = await ops.GetAsync("/api/torghut/ta/stream?symbols=AAPL");
            Assert.That((status, contentType), Is.EqualTo((503, "application/problem+json")), body);
            Assert.That(body, Does.Contain("\"cause\":\"streams\""));
            break;
        }

        await Eventually.HoldsAsync(
            async () => (await ops.GetAsync("/metrics")).Body.Contains("torghut_ops_ta_streams 0", StringComparison.Ordinal), "the place is free again");
    }

    [Test]
    public async Task Stream_BrokersThatAreAway_AreNamed()
    {
        await using var ops = await RunningOps.StartAsync(new Dictionary<string, string>
        {
            ["KAFKA_BOOTSTRAP"] = $"127.0.0.1:{ServiceProcess.FreePort()}",
            ["SCHEMA_REGISTRY_URL"] = _registry.BaseAddress.ToString(),
        });
        var (status, body, _) = await ops.GetAsync("/api/torghut/ta/stream?symbols=AAPL");
        Assert.That(status, Is.EqualTo(503), body);
        Assert.That(body, Does.Contain("\"cause\":\"kafka\""));
        Assert.That((await ops.GetAsync("/readyz")).Status, Is.EqualTo(200), "The service is ready without brokers.");
    }

    private static IReadOnlyList<string> Expected(DerivedProducer producer) => [.. Watched.SelectMany(producer.Committed)];

    private static async Task WriteAsync(DerivedProducer producer, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var second = 0; second < 150; second++)
        {
            producer.Write(Symbols, aborts: second % 7 == 5);
            await Task.Delay(TimeSpan.FromMilliseconds(clock.Elapsed.TotalSeconds > 60 ? 1 : 20), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<StreamedEvent>> TakeAsync(EventStreamClient client, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await TakeAsync(client, count, limit.Token);
    }

    private static async Task<IReadOnlyList<StreamedEvent>> TakeAsync(EventStreamClient client, int count, CancellationToken cancellationToken)
    {
        var taken = new List<StreamedEvent>();
        while (taken.Count < count)
        {
            await foreach (var streamed in client.ReadAsync(cancellationToken))
            {
                if (streamed.Name is not null)
                {
                    taken.Add(streamed);
                }

                if (taken.Count >= count)
                {
                    break;
                }
            }
        }

        return taken;
    }

    private Task<RunningOps> StartAsync(int buffer, params (string Key, string Value)[] more)
    {
        var keys = new Dictionary<string, string>
        {
            ["KAFKA_BOOTSTRAP"] = _broker.BootstrapServers,
            ["SCHEMA_REGISTRY_URL"] = _registry.BaseAddress.ToString(),
            ["OPS_TA_STREAM_BUFFER_RECORDS"] = $"{buffer}",
        };
        foreach (var (key, value) in more)
        {
            keys[key] = value;
        }

        return RunningOps.StartAsync(keys);
    }
}

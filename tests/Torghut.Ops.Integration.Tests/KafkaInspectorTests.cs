using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Kafka;
using Torghut.Contracts;
using Torghut.Ops.Evidence;
using Torghut.Ops.Kafka;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Sandbox.Kafka;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Where groups and logs are, asked of a broker.</summary>
public sealed class KafkaInspectorTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private string _folder = "";
    private KafkaBroker _broker = null!;

    private KafkaConnection Connection => new(_broker.BootstrapServers);

    [SetUp]
    public async Task StartBroker()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-inspector-").FullName;
        _broker = await KafkaBroker.StartAsync(new KafkaBrokerOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        using var admin = new AdminClientBuilder(Connection.ToClientConfig()).Build();
        await admin.CreateTopicsAsync(
        [
            Topic(Topics.Trades, ("retention.ms", "604800000"), ("cleanup.policy", "delete")),
            Topic(Topics.TaState, ("retention.ms", "-1"), ("cleanup.policy", "compact")),
            Topic("somebody.elses"),
        ]);
    }

    [TearDown]
    public async Task StopBroker()
    {
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Groups_OfTheSuite_AreSoFarBehindAsTheyAre()
    {
        await ProduceAsync(Topics.Trades, 9);
        await ProduceAsync("somebody.elses", 3);
        await CommitAsync("torghut-ta-live", Topics.Trades, 5);
        await CommitAsync("another-group", Topics.Trades, 1);
        using var inspector = new KafkaInspector(Connection, Timeout, TimeProvider.System);
        Assert.That(await inspector.GroupsAsync(), Is.EqualTo(new[] { new GroupLag("torghut-ta-live", "Empty", Topics.Trades, 4, 1) }));

        await CommitAsync("torghut-ta-live", Topics.Trades, 9);
        await CommitAsync("torghut-other", Topics.TaState, 0);
        Assert.That(
            (await inspector.GroupsAsync()).Select(row => (row.Group, row.Lag)), Is.EqualTo(new[] { ("torghut-other", 0L), ("torghut-ta-live", 0L) }),
            "At rest nobody is behind.");
    }

    [Test]
    public async Task Topics_OfTheContract_AreAsTheyAreKept()
    {
        await ProduceAsync(Topics.Trades, 4);
        using var inspector = new KafkaInspector(Connection, Timeout, TimeProvider.System);
        Assert.That(await inspector.TopicsAsync(), Is.EqualTo(new[]
        {
            new TopicLog(Topics.Trades, 2, 0, 4, TimeSpan.FromDays(7), "delete"),
            new TopicLog(Topics.TaState, 2, 0, 0, null, "compact"),
        }));
    }

    /// <summary>A record that a transaction has not committed is not there for who reads committed ones.</summary>
    [Test]
    public async Task Groups_OpenTransaction_IsNobodysLag()
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = _broker.BootstrapServers,
            TransactionalId = "open",
        }).Build();
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        await producer.ProduceAsync(new TopicPartition(Topics.Trades, 0), new Message<Null, string> { Value = "one" });
        await CommitAsync("torghut-ta-live", Topics.Trades, 0);
        using var inspector = new KafkaInspector(Connection, Timeout, TimeProvider.System);
        Assert.That((await inspector.GroupsAsync()).Single().Lag, Is.Zero);
        producer.AbortTransaction(Timeout);
    }

    [Test]
    public async Task Probe_NoBroker_IsAFactAndNoCrash()
    {
        using var nowhere = new KafkaInspector(
            new KafkaConnection($"127.0.0.1:{ServiceProcess.FreePort()}"), TimeSpan.FromMilliseconds(500), TimeProvider.System);
        foreach (var probe in new KafkaProbes(nowhere).All())
        {
            var failure = await Assert.ThrowsAsync<ProbeException>(() => probe.AskAsync(CancellationToken.None));
            Assert.That(failure!.Outcome, Is.EqualTo(Outcome.Timeout).Or.EqualTo(Outcome.Unreachable), failure.Message);
        }

        foreach (var probe in new KafkaProbes(null).All())
        {
            await Assert.ThrowsAsync<NotConfiguredException>(() => probe.AskAsync(CancellationToken.None));
        }
    }

    private static TopicSpecification Topic(string name, params (string Key, string Value)[] configs) => new()
    {
        Name = name,
        NumPartitions = 2,
        ReplicationFactor = 1,
        Configs = configs.ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    private async Task ProduceAsync(string topic, int count)
    {
        using var producer = new ProducerBuilder<Null, string>(Connection.ToProducerConfig()).Build();
        for (var i = 0; i < count; i++)
        {
            await producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, string> { Value = "one" });
        }
    }

    private async Task CommitAsync(string group, string topic, long offset)
    {
        using var admin = new AdminClientBuilder(Connection.ToClientConfig()).Build();
        await admin.AlterConsumerGroupOffsetsAsync(
            [new ConsumerGroupTopicPartitionOffsets(group, [new TopicPartitionOffset(topic, 0, offset)])]);
    }
}

using System.Net.Http.Json;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;
using ErrorCode = Torghut.Sandbox.Kafka.Protocol.ErrorCode;

namespace Torghut.Sandbox.Kafka.Tests.Faults;

/// <summary>Each fault happens as often as asked, and librdkafka gets through what it should get through.</summary>
public sealed class FaultTests
{
    private OwnBroker _own = null!;

    [SetUp]
    public async Task StartAsync() => _own = await OwnBroker.StartAsync(o => o with { FaultPort = 0 });

    [TearDown]
    public async Task StopAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    [Test]
    public async Task Produce_AnswersLost_AppendsEachRecordOnce()
    {
        using var producer = Producer();
        await producer.ProduceAsync("topic", Message("0"));
        _own.Broker.Faults.DropAfter(ApiKey.Produce, times: 3);

        for (var i = 1; i < 20; i++)
        {
            await producer.ProduceAsync("topic", Message(i.ToString(null, null)));
        }

        Assert.That(Values("topic"), Is.EquivalentTo(Enumerable.Range(0, 20).Select(i => i.ToString(null, null))));
        Assert.That(_own.Broker.Faults.Pending, Is.Empty);
    }

    [Test]
    public async Task Produce_RetriableError_IsRetried()
    {
        using var producer = Producer();
        _own.Broker.Faults.Fail(ApiKey.Produce, (short)ErrorCode.NotLeaderOrFollower, times: 2);

        await producer.ProduceAsync("topic", Message("v"));

        Assert.That(Values("topic"), Is.EqualTo(new[] { "v" }));
    }

    [Test]
    public async Task Produce_FatalError_ReachesTheCaller()
    {
        using var producer = Producer();
        await producer.ProduceAsync("topic", Message("v"));
        _own.Broker.Faults.Fail(ApiKey.Produce, 29, times: 100);

        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync("topic", Message("w")));

        Assert.That(refused!.Error.Code, Is.EqualTo(Confluent.Kafka.ErrorCode.TopicAuthorizationFailed));
    }

    [Test]
    public async Task DiskFull_Produce_WaitsUntilThereIsRoom()
    {
        using var producer = Producer();
        await producer.ProduceAsync("topic", Message("before"));
        _own.Broker.Faults.DiskFull = true;
        var waiting = producer.ProduceAsync("topic", Message("after"));
        using (var client = WireClient.Connect(_own.Bootstrap))
        {
            Assert.That(client.Produce("topic", new TestBatch().Build()).Error, Is.EqualTo(ErrorCode.KafkaStorageError));
        }

        Assert.That(waiting.IsCompleted, Is.False);

        _own.Broker.Faults.Clear();

        Assert.That((await waiting.WaitAsync(Clients.Timeout)).Status, Is.EqualTo(PersistenceStatus.Persisted));
        Assert.That(Values("topic"), Is.EquivalentTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task DiskFull_EndTransaction_IsDecidedOnceThereIsRoom()
    {
        using var producer = Clients.Producer(c => (c.BootstrapServers, c.TransactionalId) = (_own.Bootstrap, "id"));
        producer.InitTransactions(Clients.Timeout);
        producer.BeginTransaction();
        producer.Produce("topic", Message("v"));
        producer.Flush(Clients.Timeout);
        _own.Broker.Faults.DiskFull = true;
        var committing = Task.Run(() => producer.CommitTransaction(Clients.Timeout));
        await Eventually.HoldsAsync(() => _own.Broker.Faults.DiskFullRefusals > 0, "the commit has met the full disk");
        _own.Broker.Faults.DiskFull = false;
        await committing;

        Assert.That(Values("topic"), Is.EqualTo(new[] { "v" }));
    }

    [Test]
    public async Task Delay_Heartbeats_DoesNotStopOtherRequests()
    {
        _own.Broker.Faults.Delay(ApiKey.Metadata, TimeSpan.FromMilliseconds(300), times: 2);
        using var producer = Producer();

        await producer.ProduceAsync("topic", Message("v"));

        Assert.That(Values("topic"), Is.EqualTo(new[] { "v" }));
    }

    [Test]
    public async Task DropConnections_WhileReading_GoesOnAfterwards()
    {
        await Clients.SendAsync("topic", ["a"], bootstrap: _own.Bootstrap);
        using var consumer = Clients.Consumer("g", c => c.BootstrapServers = _own.Bootstrap);
        consumer.Subscribe("topic");
        Assert.That(consumer.Consume(Clients.Timeout)?.Message.Value, Is.EqualTo("a"));

        _own.Broker.Faults.DropConnections();
        await Clients.SendAsync("topic", ["b"], bootstrap: _own.Bootstrap);

        Assert.That(consumer.Consume(Clients.Timeout)?.Message.Value, Is.EqualTo("b"));
        consumer.Close();
    }

    [Test]
    public async Task RefuseConnections_ForAWhile_IsWaitedOut()
    {
        _own.Broker.Faults.RefuseConnections = true;
        using var producer = Producer();
        var waiting = producer.ProduceAsync("topic", Message("v"));
        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromMilliseconds(500)), Throws.InstanceOf<TimeoutException>());

        _own.Broker.Faults.RefuseConnections = false;

        Assert.That((await waiting.WaitAsync(Clients.Timeout)).Status, Is.EqualTo(PersistenceStatus.Persisted));
    }

    [Test]
    public async Task FailFor_NotEnoughReplicas_HoldsUntilItIsOver()
    {
        const short NotEnoughReplicas = 19;
        _own.Broker.Faults.FailFor(TimeSpan.FromSeconds(1), ApiKey.Produce, NotEnoughReplicas);
        Assert.That(_own.Broker.Faults.Pending, Has.Count.EqualTo(1));
        using var producer = Producer();

        await producer.ProduceAsync("topic", Message("v"));

        Assert.That(_own.Broker.Faults.Pending, Is.Empty, "it was over when the record was taken");
        Assert.That(Values("topic"), Is.EqualTo(new[] { "v" }));
    }

    [TestCase(AwayKind.Refused)]
    [TestCase(AwayKind.Silent)]
    public async Task GoAway_ForAWhile_LosesAndDoublesNothing(AwayKind kind)
    {
        using var producer = Producer();
        await producer.ProduceAsync("topic", Message("before"));

        _own.Broker.Faults.GoAway(TimeSpan.FromSeconds(1), kind);
        var waiting = producer.ProduceAsync("topic", Message("meanwhile"));
        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromMilliseconds(500)), Throws.InstanceOf<TimeoutException>());
        await waiting.WaitAsync(Clients.Timeout);

        Assert.That(Values("topic"), Is.EquivalentTo(new[] { "before", "meanwhile" }));
    }

    [Test]
    public async Task StallFetches_OneClient_GivesItsConnectionsNothingAndItsNextOnesAll()
    {
        await Clients.SendAsync("topic", ["a"], bootstrap: _own.Bootstrap);
        using (var stalled = Clients.Consumer("g", c => (c.BootstrapServers, c.ClientId) = (_own.Bootstrap, "stalls")))
        {
            stalled.Subscribe("topic");
            Assert.That(stalled.Consume(Clients.Timeout)?.Message.Value, Is.EqualTo("a"));

            _own.Broker.Faults.StallFetches("stalls");
            await Clients.SendAsync("topic", ["b"], bootstrap: _own.Bootstrap);

            Assert.That(stalled.Consume(TimeSpan.FromSeconds(1)), Is.Null);
            Assert.That(stalled.QueryWatermarkOffsets(new Confluent.Kafka.TopicPartition("topic", 0), Clients.Timeout).High.Value, Is.EqualTo(2), "all else works");
            Assert.That(Values("topic"), Is.EquivalentTo(new[] { "a", "b" }), "other clients do not notice");
            stalled.Close();
        }

        using var next = Clients.Consumer("h", c => (c.BootstrapServers, c.ClientId) = (_own.Bootstrap, "stalls"));
        next.Subscribe("topic");
        Assert.That(new[] { next.Consume(Clients.Timeout)?.Message.Value, next.Consume(Clients.Timeout)?.Message.Value }, Is.EquivalentTo(new[] { "a", "b" }));
        next.Close();
    }

    [Test]
    public async Task KillCoordinator_DuringATransaction_LosesNothing()
    {
        await Clients.SendAsync("topic", ["a"], bootstrap: _own.Bootstrap);
        using var producer = Clients.Producer(c => (c.BootstrapServers, c.TransactionalId) = (_own.Bootstrap, "id"));
        producer.InitTransactions(Clients.Timeout);
        using var consumer = Clients.Consumer("g", c => c.BootstrapServers = _own.Bootstrap);
        consumer.Subscribe("topic");
        var record = consumer.Consume(Clients.Timeout);
        producer.BeginTransaction();
        producer.Produce("copy", record!.Message);

        _own.Broker.Faults.KillCoordinator(TimeSpan.FromSeconds(1));
        producer.SendOffsetsToTransaction([new TopicPartitionOffset(record.TopicPartition, record.Offset + 1)], consumer.ConsumerGroupMetadata,
            Clients.Timeout);
        producer.CommitTransaction(Clients.Timeout);

        Assert.That(Values("copy"), Is.EqualTo(new[] { "a" }));
        using var client = WireClient.Connect(_own.Bootstrap);
        Assert.That(client.FetchOffset("g", "topic"), Is.EqualTo(1));
        consumer.Close();
    }

    [Test]
    public async Task Http_Panel_SetsShowsAndClears()
    {
        using var http = new HttpClient { BaseAddress = _own.Broker.FaultAddress };

        var set = await http.PutAsJsonAsync("/_faults", new
        {
            diskFull = true,
            requests = new[] { new { kind = "Error", api = "Produce", times = 2, errorCode = 6 } }
        });
        var shown = await http.GetStringAsync("/_faults");
        var wrong = await http.PutAsJsonAsync("/_faults", new { diskfool = true });
        var killed = await http.PostAsync("/_faults/kill-coordinator?ms=10", null);
        var dropped = await http.PostAsync("/_faults/drop-connections", null);

        Assert.Multiple(() =>
        {
            Assert.That(set.IsSuccessStatusCode, Is.True);
            Assert.That(shown, Does.Contain("\"diskFull\":true").And.Contain("\"api\":\"Produce\"").And.Contain("\"errorCode\":6"));
            Assert.That((int)wrong.StatusCode, Is.EqualTo(400));
            Assert.That(killed.IsSuccessStatusCode && dropped.IsSuccessStatusCode, Is.True);
        });
        await http.DeleteAsync("/_faults");
        Assert.That(_own.Broker.Faults.DiskFull, Is.False);
        Assert.That(_own.Broker.Faults.Pending, Is.Empty);
    }

    private static Message<string?, string?> Message(string value) => new() { Value = value };

    private IProducer<string?, string?> Producer() => Clients.Producer(c =>
    {
        c.BootstrapServers = _own.Bootstrap;
        c.ReconnectBackoffMaxMs = 200;
        c.RetryBackoffMs = 50;
    });

    private List<string?> Values(string topic) => Clients.Values(topic, partitions: 3, bootstrap: _own.Bootstrap);
}

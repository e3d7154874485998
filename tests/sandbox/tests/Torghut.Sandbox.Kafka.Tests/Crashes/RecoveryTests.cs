using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Tests.Support;
using ErrorCode = Torghut.Sandbox.Kafka.Protocol.ErrorCode;

namespace Torghut.Sandbox.Kafka.Tests.Crashes;

/// <summary>State the damage, do it, show what survived. The one thing that may be lost is a batch nobody was told about.</summary>
public sealed class RecoveryTests
{
    private OwnBroker _own = null!;

    [SetUp]
    public async Task StartAsync() => _own = await OwnBroker.StartAsync(o => o with { DefaultPartitions = 1 });

    [TearDown]
    public async Task StopAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    [TestCase(1)]
    [TestCase(30)]
    [TestCase(60)]
    public async Task TornTail_LastBatchCut_IsRemovedAndTheRestKept(int cut)
    {
        await SendAsync("a", "b");
        await _own.RestartAsync(() =>
        {
            ForgetSummaries();
            using var log = File.Open(Segments()[^1], FileMode.Open);
            log.SetLength(log.Length - cut);
        });

        Assert.That(Values(), Is.EqualTo(new[] { "a" }));
        await SendAsync("c");
        Assert.That(Values(), Is.EqualTo(new[] { "a", "c" }));
    }

    [Test]
    public async Task TornTail_GarbageAfterTheLastBatch_IsRemoved()
    {
        await SendAsync("a");
        await _own.RestartAsync(() =>
        {
            ForgetSummaries();
            File.AppendAllBytes(Segments()[^1], Enumerable.Repeat((byte)0x5a, 333).ToArray());
        });
        await SendAsync("b");

        Assert.That(Values(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Summaries_AllLost_AreRebuiltFromTheSegments()
    {
        using (var client = WireClient.Connect(_own.Bootstrap))
        {
            await SendAsync("x");
            var producer = client.InitProducer("id");
            client.AddPartition("id", producer, "topic");
            client.Produce("topic", Transactional(producer, 0, "aborted"), "id");
            client.EndTransaction("id", producer, commit: false);
            client.AddPartition("id", producer, "topic");
            client.Produce("topic", Transactional(producer, 1, "committed"), "id");
            client.EndTransaction("id", producer, commit: true);
        }

        await _own.RestartAsync(ForgetSummaries);

        Assert.That(Values(), Is.EqualTo(new[] { "x", "committed" }));
        Assert.That(Clients.Values("topic", IsolationLevel.ReadUncommitted, bootstrap: _own.Bootstrap), Is.EqualTo(new[] { "x", "aborted", "committed" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ProducerState_AfterARestart_StillKnowsRetries(bool keepSummaries)
    {
        await SendAsync("x");
        using var before = WireClient.Connect(_own.Bootstrap);
        var producer = before.InitProducer(null);
        var batch = new TestBatch { ProducerId = producer.ProducerId, Epoch = producer.Epoch, Sequence = 0, Values = ["once"] }.Build();
        var first = before.Produce("topic", batch);

        await _own.RestartAsync(keepSummaries ? null : ForgetSummaries);

        using var after = WireClient.Connect(_own.Bootstrap);
        Assert.That(after.Produce("topic", batch), Is.EqualTo(first));
        Assert.That(after.InitProducer(null).ProducerId, Is.GreaterThan(producer.ProducerId), "an id is never given twice");
        Assert.That(Values(), Is.EqualTo(new[] { "x", "once" }));
    }

    [Test]
    public async Task OpenTransaction_AfterARestart_CanStillBeCommitted()
    {
        await SendAsync("x");
        using var before = WireClient.Connect(_own.Bootstrap);
        var producer = before.InitProducer("id");
        before.AddPartition("id", producer, "topic");
        before.Produce("topic", Transactional(producer, 0, "open"), "id");

        await _own.RestartAsync(ForgetSummaries);

        Assert.That(Values(), Is.EqualTo(new[] { "x" }));
        using var after = WireClient.Connect(_own.Bootstrap);
        Assert.That(after.EndTransaction("id", producer, commit: true), Is.EqualTo(ErrorCode.None));
        Assert.That(Values(), Is.EqualTo(new[] { "x", "open" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task DecidedTransaction_WithoutItsMarkers_GetsThemAtTheNextStart(bool commit)
    {
        await SendAsync("x");
        using var before = WireClient.Connect(_own.Bootstrap);
        var producer = before.InitProducer("id");
        before.AddPartition("id", producer, "topic");
        before.AddOffsets("id", producer, "group");
        before.Produce("topic", Transactional(producer, 0, "decided"), "id");
        before.CommitOffset("id", producer, "group", "topic", 1);
        _own.Broker.Faults.LogFull = true;
        Assert.That(before.EndTransaction("id", producer, commit), Is.EqualTo(ErrorCode.None), "the decision is made, only its markers are missing");
        Assert.That(Values(), Is.EqualTo(new[] { "x" }));

        await _own.RestartAsync(ForgetSummaries);

        Assert.That(Values(), Is.EqualTo(commit ? new[] { "x", "decided" } : ["x"]));
        using var after = WireClient.Connect(_own.Bootstrap);
        Assert.That(after.FetchOffset("group", "topic"), Is.EqualTo(commit ? 1 : -1));
        Assert.That(after.EndTransaction("id", producer, commit), Is.EqualTo(ErrorCode.None), "the client's retry");
    }

    [Test]
    public async Task Journal_TornTail_LosesOnlyTheTornEntry()
    {
        using (var client = WireClient.Connect(_own.Bootstrap))
        {
            await SendAsync("x");
            client.Commit("g", "topic", 1);
            client.Commit("g", "topic", 2);
        }

        await _own.RestartAsync(() =>
        {
            using var journal = File.Open(Path.Combine(_own.DataDirectory, "coordinator.journal"), FileMode.Open);
            journal.SetLength(journal.Length - 5);
        });

        using var after = WireClient.Connect(_own.Bootstrap);
        Assert.That(after.FetchOffset("g", "topic"), Is.EqualTo(1));
        after.Commit("g", "topic", 3);
        Assert.That(after.FetchOffset("g", "topic"), Is.EqualTo(3));
    }

    [Test]
    public async Task Group_AfterARestart_GoesOnInItsGeneration()
    {
        await SendAsync("x");
        using var before = WireClient.Connect(_own.Bootstrap);
        var joined = before.Join("g");
        before.Sync("g", joined);

        await _own.RestartAsync();

        using var after = WireClient.Connect(_own.Bootstrap);
        Assert.That(after.Heartbeat("g", joined), Is.EqualTo(ErrorCode.None));
        Assert.That(after.Commit("g", "topic", 1, joined.MemberId, joined.Generation), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task Topics_AfterARestart_KeepIdsPartitionsAndSettings()
    {
        var topic = await TestTopic.CreateAsync(4, _own.Bootstrap, ("retention.ms", "777"));
        await _own.RestartAsync();
        using var admin = Clients.Admin(_own.Bootstrap);

        var config = (await admin.DescribeConfigsAsync([new() { Type = Confluent.Kafka.Admin.ResourceType.Topic, Name = topic }]))[0].Entries;

        Assert.That(admin.GetMetadata(topic, Clients.Timeout).Topics[0].Partitions, Has.Count.EqualTo(4));
        Assert.That(config["retention.ms"].Value, Is.EqualTo("777"));
    }

    [Test]
    public async Task DataDirectory_OfARunningBroker_IsRefusedToAnother() => Assert.That(
        async () => await KafkaBroker.StartAsync(new KafkaBrokerOptions { DataDirectory = _own.DataDirectory },
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, CancellationToken.None),
        Throws.InstanceOf<IOException>());

    private static byte[] Transactional(Torghut.Sandbox.Kafka.Transactions.ProducerIdentity producer, int sequence, string value) =>
        new TestBatch { ProducerId = producer.ProducerId, Epoch = producer.Epoch, Sequence = sequence, Values = [value], IsTransactional = true }.Build();

    /// <summary>A killed broker leaves no summary of the segment it was writing; without the others it must scan everything.</summary>
    private void ForgetSummaries()
    {
        foreach (var summary in Directory.EnumerateFiles(_own.DataDirectory, "*" + SegmentSummary.Extension, SearchOption.AllDirectories))
        {
            File.Delete(summary);
        }
    }

    private List<string> Segments() =>
        [.. Directory.EnumerateFiles(Path.Combine(_own.DataDirectory, "log", "topic-0"), "*" + LogSegment.Extension).Order(StringComparer.Ordinal)];

    private async Task SendAsync(params string[] values)
    {
        foreach (var value in values)
        {
            await Clients.SendAsync("topic", [value], bootstrap: _own.Bootstrap);
        }
    }

    private List<string?> Values() => Clients.Values("topic", bootstrap: _own.Bootstrap);
}

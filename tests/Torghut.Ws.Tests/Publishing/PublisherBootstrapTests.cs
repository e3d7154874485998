using Torghut.Contracts.Codecs;
using Torghut.Testing;
using Torghut.Ws.Publishing;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.Publishing;

/// <summary>How the first record follows on what earlier runs left.</summary>
public sealed class PublisherBootstrapTests
{
    /// <summary>A clock that was set back must not give a reader a number that it has seen.</summary>
    [Test]
    public async Task Publisher_EarlierRunIsAheadOfTheClock_CountsOnFromIt()
    {
        const long Ahead = long.MaxValue / 4;
        using var start = new StartedPublisher(TimeProvider.System, lastSeq: Ahead);
        await start.StartAsync();
        start.Status.Publish("healthy", null, null, 0);
        Assert.That(start.Producer.Read(ProduceTopic.Status, RecordCodecs.ForwarderStatus).Single().Envelope.Seq, Is.EqualTo(Ahead + 1));
    }

    [Test]
    public async Task Publisher_BeforeKafkaIsKnown_IsNotThereAndNothingIsSaid()
    {
        using var start = new StartedPublisher(TimeProvider.System);
        await start.Bootstrap.StartAsync(CancellationToken.None);
        var looks = 0;
        await Eventually.HoldsAsync(() => ++looks > 5, "long enough for what must not happen");
        start.Status.Publish("healthy", null, null, 0);
        Assert.That((start.Bootstrap.Publisher.IsCompleted, start.Producer.Taken), Is.EqualTo((false, 0)));
    }

    [TestCase(1, 0, "torghut-ws")]
    [TestCase(3, 0, "torghut-ws-0")]
    [TestCase(3, 2, "torghut-ws-2")]
    public async Task Status_OfAShard_HasALineOfItsOwn(int shards, int index, string key)
    {
        using var start = new StartedPublisher(TimeProvider.System, new UniverseOptions { ShardCount = shards, ShardIndex = index });
        await start.StartAsync();
        start.Status.Publish("error", "not_ready", "unknown", 4);
        var sent = start.Producer.Sent.Single();
        var status = sent.Read(RecordCodecs.ForwarderStatus);
        Assert.That((sent.Topic, sent.Key, status.Envelope.Symbol), Is.EqualTo((ProduceTopic.Status, key, key)));
        Assert.That((status.Status, status.Reason, status.ErrorClass, status.Attempt), Is.EqualTo(("error", "not_ready", "unknown", 4)));
    }
}

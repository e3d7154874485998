using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>Whatever call of a partition's producer does not return: it is waited for no longer than its limit.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WriterGuardTests : IDisposable
{
    private static readonly TopicPartition State = new("torghut.ta.state.v1", 1);
    private static readonly KeyValuePair<byte[], byte[]?>[] Changelog = [new([1], [2])];

    private readonly HungTime _time = new();
    private volatile string? _hangs;
    private volatile bool _disposed;

    [Test]
    public void InitTransactions_NeverReturns_IsOverdueAfterItsLimit()
    {
        _hangs = "InitTransactions";
        IsOverdue(Transactional().BeginInitTransactions()!, "InitTransactions did not return within 32 s.");
    }

    [Test]
    public void Commit_NeverReturns_IsOverdueAfterItsLimit()
    {
        _hangs = "CommitTransaction";
        IsOverdue(Transactional().BeginCommit(Changelog), "CommitTransaction did not return within 32 s.");
    }

    /// <summary>The producer's own thread fetches reports within Produce, so that this may hang as well.</summary>
    [Test]
    public void Commit_ProduceNeverReturns_IsOverdueAfterItsLimit()
    {
        _hangs = "Produce";
        IsOverdue(Transactional().BeginCommit(Changelog), "CommitTransaction did not return within 32 s.");
    }

    [Test]
    public void Abort_NeverReturns_IsOverdueAfterItsLimit()
    {
        var writer = Transactional();
        writer.Write("torghut.ta.bars.1s.v1", null, []);
        _hangs = "AbortTransaction";
        IsOverdue(writer.BeginAbortTransaction()!, "AbortTransaction did not return within 3 s.");
    }

    [Test]
    public void Flush_NeverReturns_IsOverdueAfterItsLimit()
    {
        _hangs = "Flush";
        using var writer = new AtLeastOnceWriter(new Builder(Producer()), State, new CallLimits(TimeSpan.FromSeconds(6)), Failpoints.None, _time);
        IsOverdue(writer.BeginCommit(Changelog), "Flush did not return within 92 s.");
    }

    [Test]
    public void Dispose_NeverReturns_IsNotWaitedFor()
    {
        _hangs = "Dispose";
        Transactional().Dispose();
    }

    [Test]
    public async Task Dispose_CommitUnderWay_TheProducerGoesWhenThatReturns()
    {
        var writer = Transactional();
        _hangs = "CommitTransaction";
        var commit = writer.BeginCommit(Changelog);
        Assert.That(writer.BeginAbortTransaction(), Is.Null, "it cannot be called off");
        writer.Dispose();
        Assert.That(_disposed, Is.False);

        _time.Release();
        await commit.WaitAsync();
        await Eventually.HoldsAsync(() => _disposed, "the producer is given back");
    }

    public void Dispose() => _time.Dispose();

    private TransactionalWriter Transactional() =>
        new(new Builder(Producer()), State, new CallLimits(TimeSpan.FromSeconds(6)), Failpoints.None, _time);

    private IProducer<byte[]?, byte[]> Producer() => ScriptedClient.Of<IProducer<byte[]?, byte[]>>(member =>
    {
        if (member == _hangs)
        {
            _time.Hang();
        }

        _disposed |= member == "Dispose";
        return null;
    });

    private static void IsOverdue(GuardedCall call, string message) =>
        Assert.That(call.Wait, Throws.TypeOf<CallOverdueException>().With.Message.EqualTo(message));

    private sealed class Builder(IProducer<byte[]?, byte[]> producer) : ProducerBuilder<byte[]?, byte[]>(new ProducerConfig())
    {
        public override IProducer<byte[]?, byte[]> Build() => producer;
    }
}

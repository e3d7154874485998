using System.Text;
using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Support;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>What reaches the brokers before what. A crash may come between any two of these lines.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WriterOrderTests
{
    private const string Out = "torghut.ta.bars.1s.v1";
    private static readonly TopicPartition State = new("torghut.ta.state.v1", 1);
    private static readonly KeyValuePair<byte[], byte[]?>[] Changelog = [new("live/AAPL"u8.ToArray(), [1]), new("live/"u8.ToArray(), [2])];

    private readonly InMemoryKafka _kafka = new(new TaKafkaOptions { Bootstrap = "none", GroupId = "live" }, partitions: 2);

    [Test]
    public void Transactional_Commit_HasOutputsStatesAndOffsetsInOneTransaction()
    {
        using var writer = Transactional();
        writer.BeginInitTransactions()!.Wait();
        writer.Write(Out, "AAPL"u8.ToArray(), [9]);
        writer.Write(Out, "MSFT"u8.ToArray(), [9]);
        Assert.That(_kafka.Log(Out), Is.Empty, "nobody reads what is not committed");
        writer.BeginCommit(Changelog).Wait();
        Assert.That(_kafka.Calls, Is.EqualTo(new[]
        {
            "init live-1", "begin live-1", $"produce {Out}/0 AAPL", $"produce {Out}/0 MSFT",
            "produce torghut.ta.state.v1/1 live/AAPL", "produce torghut.ta.state.v1/1 live/", "commit live-1",
        }));
        Assert.That((_kafka.Log(Out).Count, _kafka.Log(State.Topic, 1).Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Transactional_SecondCommit_IsATransactionOfItsOwnEvenWithoutOutputs()
    {
        using var writer = Transactional();
        writer.BeginCommit(Changelog).Wait();
        writer.BeginCommit(Changelog).Wait();
        Assert.That(_kafka.Calls.Count(call => call == "begin live-1"), Is.EqualTo(2));
    }

    [Test]
    public void Transactional_Abort_LeavesNothingAndOnlyWhereSomethingWasWritten()
    {
        using var writer = Transactional();
        Assert.That(writer.BeginAbortTransaction(), Is.Null);
        writer.Write(Out, null, [9]);
        writer.BeginAbortTransaction()!.Wait();
        writer.BeginCommit(Changelog).Wait();
        Assert.That((_kafka.Log(Out).Count, _kafka.Log(State.Topic, 1).Count), Is.EqualTo((0, 2)));
        Assert.That(writer.BeginAbortTransaction(), Is.Null, "what is committed cannot be called off");
    }

    /// <summary>Without transactions the offsets must be last: a state ahead of its offsets is mended by reading again, the opposite is a loss.</summary>
    [Test]
    public void AtLeastOnce_Commit_FlushesOutputsThenStatesThenOffsets()
    {
        using var writer = AtLeastOnce();
        writer.Write(Out, "AAPL"u8.ToArray(), [9]);
        writer.BeginCommit(Changelog).Wait();
        Assert.That(_kafka.Calls, Is.EqualTo(new[]
        {
            $"produce {Out}/0 AAPL", "flush producer", "produce torghut.ta.state.v1/1 live/AAPL", "flush producer",
            "produce torghut.ta.state.v1/1 live/", "flush producer",
        }));
    }

    [Test]
    public void AtLeastOnce_OutputIsRefused_WritesNoState()
    {
        using var writer = AtLeastOnce();
        _kafka.Delivery = ErrorCode.Local_MsgTimedOut;
        writer.Write(Out, "AAPL"u8.ToArray(), [9]);
        Assert.That(writer.BeginCommit(Changelog).Wait, Throws.TypeOf<KafkaException>());
        Assert.That(_kafka.Calls.Where(call => call.Contains("state", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Tombstone_InEitherWriter_IsARecordWithoutAValue([Values] bool transactional)
    {
        using IPartitionWriter writer = transactional ? Transactional() : AtLeastOnce();
        writer.BeginCommit([new("live/GONE"u8.ToArray(), null), .. Changelog]).Wait();
        Assert.That(_kafka.Log(State.Topic, 1).Select(record => (Encoding.UTF8.GetString(record.Key!), record.Value is null)), Is.EqualTo(new[]
        {
            ("live/GONE", true), ("live/AAPL", false), ("live/", false),
        }));
    }

    private TransactionalWriter Transactional() =>
        new(_kafka.PartitionProducer(1), State, new CallLimits(TimeSpan.FromSeconds(6)), Failpoints.None, TimeProvider.System);

    private AtLeastOnceWriter AtLeastOnce() =>
        new(_kafka.Producer(null), State, new CallLimits(TimeSpan.FromSeconds(6)), Failpoints.None, TimeProvider.System);
}

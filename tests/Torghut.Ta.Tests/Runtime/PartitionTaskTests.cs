using System.Text;
using Confluent.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Engine;

namespace Torghut.Ta.Tests.Runtime;

[TestFixture]
internal sealed class PartitionTaskTests
{
    private const string Group = "torghut-ta-live";

    /// <summary>
    /// Without transactions a crash can leave half a commit behind. Were its symbols not settled by the next commit, that one would
    /// complete it, and a symbol would be ahead of the offsets that its state is used with.
    /// </summary>
    [Test]
    public void Commit_AfterACommitCutShort_WritesItsSymbolsAgainOrWithdrawsThem()
    {
        var (older, newer) = (States(100), States(300));
        var log = new ChangelogLog(Group);
        log.Add("AAPL", ChangelogFrame.State(older["AAPL"]));
        log.Commit(10);
        log.Add("AAPL", ChangelogFrame.State(newer["AAPL"]));
        log.Add("MSFT", ChangelogFrame.State(newer["MSFT"]));
        var writer = new RecordingWriter();
        using var task = Task(writer);
        task.Restore(log.Read());
        Assert.That(task.HasUncommitted, Is.True);
        task.Commit();
        Assert.That(writer.State.Select(pair => (Encoding.UTF8.GetString(pair.Key), pair.Value is null)), Is.EqualTo(new[]
        {
            (Group + "/MSFT", true), (Group + "/AAPL", false), (Group + "/", false),
        }));
        log.Append(writer.State);
        var read = log.Read();
        Assert.That(read.UncommittedTail, Is.Empty);
        Assert.That(read.States.Keys, Is.EquivalentTo(new[] { "AAPL" }));
        Assert.That(read.States["AAPL"].ToArray(), Is.EqualTo(older["AAPL"]));
    }

    [Test]
    public void Commit_NothingHappened_IsNotDue()
    {
        var writer = new RecordingWriter();
        using var task = Task(writer);
        task.Restore(new ChangelogLog(Group).Read());
        Assert.That(task.HasUncommitted, Is.False);
    }

    private static Dictionary<string, byte[]> States(int events)
    {
        var scenario = Scenario.Make(12);
        var run = new EngineRun();
        new Scenario(scenario.Trades[..events], scenario.Quotes[..events]).Feed(run, new Random(12));
        var store = new Dictionary<string, byte[]>();
        run.SaveTo(store);
        return store;
    }

    private static PartitionTask Task(RecordingWriter writer) => new(
        0,
        new TaKafkaOptions { GroupId = Group },
        new TaComputeOptions(),
        new RecordEncoders(new RecordEncoder<Microbar>(RecordCodecs.Microbar, 1), new RecordEncoder<Signal>(RecordCodecs.Signal, 2),
            new RecordEncoder<DeadLetter>(RecordCodecs.DeadLetter, 3)),
        writer,
        (_, _, _, _) => { },
        TimeProvider.System);

    private sealed class RecordingWriter : IPartitionWriter
    {
        public List<KeyValuePair<byte[], byte[]?>> State { get; } = [];

        public void InitTransactions()
        {
        }

        public void Write(string topic, byte[]? key, byte[] value)
        {
        }

        public void Commit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> state, IReadOnlyList<TopicPartitionOffset> offsets) => State.AddRange(state);

        public void AbortTransaction()
        {
        }

        public void Dispose()
        {
        }
    }
}

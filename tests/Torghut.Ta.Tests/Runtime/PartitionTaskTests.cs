using System.Text;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Engine;
using Torghut.Testing;

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
        task.BeginCommit();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
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

    /// <summary>A commit that takes long must neither take in what comes meanwhile nor lose it.</summary>
    [Test]
    public void Offer_WhileACommitIsUnderWay_WaitsUntilItHasEnded()
    {
        using var gate = new ManualResetEventSlim();
        var writer = new RecordingWriter { Gate = gate };
        using var task = Task(writer);
        task.StartAt(InputKind.Bar, new StartOffset(7, IsCommitted: true, Gap: 0));
        task.BeginCommit();
        task.Offer(new InputRecord { Kind = InputKind.Bar }, 7);
        task.Drain();
        Assert.That((task.TryEndCommit(TimeSpan.Zero), task.IsCommitting, task.Position(InputKind.Bar).Next), Is.EqualTo((false, true, 7)));
        gate.Set();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        task.Drain();
        Assert.That((task.IsCommitting, task.Position(InputKind.Bar).Next, task.HasUncommitted), Is.EqualTo((false, 8, true)));
    }

    /// <summary>A log whose broker is away is not idle, however long nothing comes.</summary>
    [Test]
    public void IsIdle_OnlyWhileABrokerSaysThatTheLogEndsHere()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        task.StartAt(InputKind.Trade, new StartOffset(100, IsCommitted: true, Gap: 0));
        task.AtEnd(InputKind.Trade, 100);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.That(task.IsIdle(InputKind.Trade), Is.False, "nobody has said so for 31 s");
        task.Confirm(InputKind.Trade, new EndOffset(101, time.GetTimestamp()));
        Assert.That(task.IsIdle(InputKind.Trade), Is.False, "there is a record that was not read");
        task.Confirm(InputKind.Trade, new EndOffset(100, time.GetTimestamp()));
        Assert.That(task.IsIdle(InputKind.Trade), Is.True);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(task.IsIdle(InputKind.Trade), Is.False, "and now its broker is away");
    }

    /// <summary>Quotes come for hours before the first trade; only while the market is open does it say that something is wrong.</summary>
    [TestCase("2024-03-11T08:00:00Z", true, null)]
    [TestCase("2024-03-11T15:00:00Z", true, "records_held_back")]
    [TestCase("2024-03-11T08:00:00Z", false, "records_held_back", Description = "the log of trades has more, and nobody reads it")]
    public void Watch_QuotesThatWaitForTrades_AreAFaultInMarketHours(string now, bool readToItsEnd, string? fault)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        using var task = Task(new RecordingWriter(), time);
        var at = Nanos.Of(time.GetUtcNow());
        task.Offer(new InputRecord { Kind = InputKind.Trade, Trade = new TradeEvent { Symbol = "AAA", Feed = "", EventTs = at, IngestTs = at, Price = 1 } }, 0);
        if (readToItsEnd)
        {
            task.AtEnd(InputKind.Trade, 1);
        }

        for (var second = 0; second < 25; second++)
        {
            var ts = at + (second * 10 * Nanos.PerSecond);
            task.Offer(new InputRecord { Kind = InputKind.Quote, Quote = new QuoteEvent { Symbol = "AAA", EventTs = ts, IngestTs = ts } }, second);
        }

        task.Watch();
        time.Advance(TimeSpan.FromSeconds(4));
        task.Watch();
        Assert.That((task.HeldBack > 0, task.Fault), Is.EqualTo((true, fault)));
    }

    /// <summary>A feed most of which is refused is told until it was better for a while; single refusals are not worth a word.</summary>
    [Test]
    public void Watch_MoreRefusedThanApplied_IsAFaultUntilTheFeedIsBetter()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2024-03-11T15:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        using var task = Task(new RecordingWriter(), time);
        var offset = 0L;
        task.Watch();
        Offer(9, double.NaN);
        Assert.That(task.Fault, Is.Null, "a few");
        Offer(1, double.NaN);
        Assert.That(task.Fault, Is.EqualTo("records_refused"));
        Offer(11, 1);
        Assert.That(task.Fault, Is.Null, "more were applied");
        Offer(20, double.NaN);
        Assert.That(task.Fault, Is.EqualTo("records_refused"));
        for (var span = 0; span < 2; span++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Offer(1, 1);
        }

        Assert.That(task.Fault, Is.Null, "for a while none was refused");

        void Offer(int records, double price)
        {
            for (var i = 0; i < records; i++)
            {
                var ts = Nanos.Of(time.GetUtcNow());
                var trade = new TradeEvent { Symbol = "AAA", Feed = "", EventTs = ts, IngestTs = ts, Id = offset, Price = price, Size = 1 };
                task.Offer(new InputRecord { Kind = InputKind.Trade, Trade = trade }, offset++);
            }

            task.Drain();
            task.Watch();
        }
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

    private static PartitionTask Task(RecordingWriter writer, TimeProvider? time = null) => new(
        0,
        new TaKafkaOptions { GroupId = Group },
        new TaComputeOptions(),
        new RecordEncoders(new RecordEncoder<Microbar>(RecordCodecs.Microbar, 1), new RecordEncoder<Signal>(RecordCodecs.Signal, 2),
            new RecordEncoder<DeadLetter>(RecordCodecs.DeadLetter, 3)),
        writer,
        (_, _, _, _) => { },
        time ?? TimeProvider.System);

    private sealed class RecordingWriter : IPartitionWriter
    {
        private readonly CallGuard _guard = new("recording writer", TimeProvider.System);

        public List<KeyValuePair<byte[], byte[]?>> State { get; } = [];

        /// <summary>What a commit waits for.</summary>
        public ManualResetEventSlim? Gate { get; init; }

        public GuardedCall? BeginInitTransactions() => null;

        public void Write(string topic, byte[]? key, byte[] value)
        {
        }

        public GuardedCall BeginCommit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> changelog) => _guard.Begin(
            "Commit",
            Eventually.Timeout,
            () =>
            {
                Gate?.Wait();
                State.AddRange(changelog);
            });

        public GuardedCall? BeginAbortTransaction() => null;

        public void Dispose() => _guard.Dispose();
    }
}

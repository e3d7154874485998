using System.Text;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Kafka;
using Torghut.Contracts;
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
internal sealed partial class PartitionTaskTests
{
    private const string Group = "torghut-ta-live";

    /// <summary>Kafka's default of <c>max.message.bytes</c>.</summary>
    private const int BrokersOwnLimit = 1_048_588;

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
        Assert.That(task.HasUncommitted, Is.False, "what is saved is not saved again with every commit");
        log.Append(writer.State);
        var read = log.Read();
        Assert.That(read.UncommittedTail, Is.Empty);
        Assert.That(read.States.Keys, Is.EquivalentTo(new[] { "AAPL" }));
        Assert.That(read.States["AAPL"].ToArray(), Is.EqualTo(older["AAPL"]));
    }

    /// <summary>A tombstone that came again with every commit would withdraw what the symbol has since.</summary>
    [Test]
    public void Commit_AfterOneWithTombstones_HasNoneOfThem()
    {
        var log = new ChangelogLog(Group);
        log.Commit(10);
        log.State("TORN", "torn");
        var writer = new RecordingWriter();
        using var task = Task(writer);
        task.Restore(log.Read());
        for (var commit = 0; commit < 2; commit++)
        {
            task.BeginCommit();
            Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        }

        Assert.That(task.HasUncommitted, Is.False);
        Assert.That(writer.State.Select(pair => Encoding.UTF8.GetString(pair.Key)), Is.EqualTo(new[] { Group + "/TORN", Group + "/", Group + "/" }));
    }

    /// <summary>What a commit says it covers is what had been processed when it began.</summary>
    [Test]
    public void Commit_EveryLog_HasTheOffsetBehindItsLastRecord()
    {
        var log = new ChangelogLog(Group);
        var writer = new RecordingWriter();
        using var task = Task(writer);
        task.StartAt(InputKind.Trade, new StartOffset(5, IsCommitted: false, Gap: 0));
        task.StartAt(InputKind.Quote, new StartOffset(50, IsCommitted: true, Gap: 7));
        task.StartAt(InputKind.Bar, new StartOffset(500, IsCommitted: false, Gap: 0));
        Assert.That((task.HasUncommitted, task.IsResumed, task.InputGap), Is.EqualTo((true, true, 7)), "a beginning is committed, too");
        task.Offer(new InputRecord { Kind = InputKind.Bar }, 500);
        task.Offer(new InputRecord { Kind = InputKind.Bar }, 501);
        task.BeginCommit();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        log.Append(writer.State);
        Assert.That(log.Read().Offsets, Is.EqualTo(new CommittedOffsets(5, 50, 502)));
        Assert.That(task.HasUncommitted, Is.False);
    }

    [Test]
    public void Commit_Interval_IsKeptFromTheEndOfTheLastOne()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        task.StartAt(InputKind.Bar, new StartOffset(0, IsCommitted: false, Gap: 0));
        time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.That(task.CommitIsDue, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(task.CommitIsDue, Is.True);
        task.BeginCommit();
        Assert.That(task.CommitIsDue, Is.False, "one is under way");
        task.TryEndCommit(Eventually.Timeout);
        task.Offer(new InputRecord { Kind = InputKind.Bar }, 0);
        Assert.That(task.CommitIsDue, Is.False);
    }

    /// <summary>A bar that is paused for room goes on when half of it is free, so that it is not paused and resumed with every record.</summary>
    [Test]
    public void ShouldPause_LogThatIsFarAhead_FromAFullBufferToHalfOfIt()
    {
        using var gate = new ManualResetEventSlim();
        using var task = Task(new RecordingWriter { Gate = gate });
        task.StartAt(InputKind.Bar, new StartOffset(0, IsCommitted: true, Gap: 0));
        task.BeginCommit();
        for (var offset = 0; offset < 8_191; offset++)
        {
            task.Offer(new InputRecord { Kind = InputKind.Bar }, offset);
        }

        Assert.That(task.ShouldPause(InputKind.Bar), Is.False);
        task.Offer(new InputRecord { Kind = InputKind.Bar }, 8_191);
        Assert.That((task.ShouldPause(InputKind.Bar), task.ShouldPause(InputKind.Quote)), Is.EqualTo((true, false)));
        task.SetPaused(InputKind.Bar, true);
        gate.Set();
        task.TryEndCommit(Eventually.Timeout);
        Assert.That(task.ShouldPause(InputKind.Bar), Is.True);
        task.Drain();
        Assert.That((task.ShouldPause(InputKind.Bar), task.Position(InputKind.Bar).Next), Is.EqualTo((false, 8_192)));
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

    /// <summary>Records that wait in memory are records that came: to call their log idle would let windows leave without them.</summary>
    [Test]
    public void IsIdle_RecordsAreHeldBack_IsNot()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        OfferQuotesAheadOfTrades(task, time);
        task.AtEnd(InputKind.Quote, 25);
        time.Advance(TimeSpan.FromSeconds(31));
        task.Confirm(InputKind.Quote, new EndOffset(25, time.GetTimestamp()));
        Assert.That((task.HeldBack > 0, task.IsIdle(InputKind.Quote)), Is.EqualTo((true, false)));
    }

    [Test]
    public void IsIdle_RecordCameNotLongAgo_IsNot()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        time.Advance(TimeSpan.FromMinutes(1));
        task.Offer(new InputRecord { Kind = InputKind.Bar }, 0);
        task.AtEnd(InputKind.Bar, 1);
        time.Advance(TimeSpan.FromSeconds(29));
        task.Confirm(InputKind.Bar, new EndOffset(1, time.GetTimestamp()));
        Assert.That(task.IsIdle(InputKind.Bar), Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(task.IsIdle(InputKind.Bar), Is.True);
    }

    /// <summary>Quotes that are far ahead wait for the trades; when those come, they are let go in their order.</summary>
    [Test]
    public void Drain_TradesCatchUp_LetsTheQuotesGo()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        var at = OfferQuotesAheadOfTrades(task, time);
        var (held, processed) = (task.HeldBack, task.Position(InputKind.Quote).Next);
        Assert.That((held + processed, processed), Is.EqualTo((25, 14)), "two minutes of alignment are twelve steps, and one may be beyond");
        task.Offer(Trade(at + (240 * Nanos.PerSecond)), 1);
        task.Drain();
        Assert.That((task.HeldBack, task.Position(InputKind.Quote).Next), Is.EqualTo((0, 25)));
    }

    /// <summary>A record that overtook the ones that wait would have them taken for repetitions, by their offsets.</summary>
    [Test]
    public void Offer_OthersOfTheLogWait_QueuesBehindThem()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        var at = OfferQuotesAheadOfTrades(task, time);
        task.Offer(Trade(at + (240 * Nanos.PerSecond)), 1);
        task.Offer(Quote(at + (250 * Nanos.PerSecond)), 25);
        Assert.That(task.Position(InputKind.Quote).Next, Is.EqualTo(14));
        task.Drain();
        Assert.That((task.Position(InputKind.Quote).Next, task.Engine.Counters.Quotes, task.Engine.Counters.Redelivered), Is.EqualTo((26, 26, 0)));
    }

    /// <summary>Trades need quotes only until those fall silent.</summary>
    [Test]
    public void Drain_TradesAheadOfSilentQuotes_GoOnWhenThoseAreIdle()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        var at = Nanos.Of(time.GetUtcNow());
        task.Offer(Quote(at), 0);
        for (var step = 0; step < 25; step++)
        {
            task.Offer(Trade(at + (step * 10 * Nanos.PerSecond)), step);
        }

        task.AtEnd(InputKind.Quote, 1);
        task.Drain();
        Assert.That((task.HeldBack, task.Position(InputKind.Trade).Next), Is.EqualTo((11, 14)));
        time.Advance(TimeSpan.FromSeconds(31));
        task.Confirm(InputKind.Quote, new EndOffset(1, time.GetTimestamp()));
        task.Drain();
        Assert.That((task.HeldBack, task.Position(InputKind.Trade).Next), Is.EqualTo((0, 25)));
    }

    /// <summary>A state that its topic refuses ends every transaction that carries it, and the whole partition with it, also after each start.</summary>
    [Test]
    public void Commit_BurstOfOneSymbol_IsAStateThatItsTopicTakes()
    {
        const int seconds = 14;
        const int tradesASecond = 8_000;
        var writer = new RecordingWriter();
        using var task = Task(writer);
        var at = 1_775_462_400 * Nanos.PerSecond;
        for (var i = 0; i < seconds * tradesASecond; i++)
        {
            var ts = at + (i * (Nanos.PerSecond / tradesASecond));
            var trade = new TradeEvent { Symbol = "SPY", Feed = "sip", Id = 52_983_525_000_000 + i, Exchange = 'V', Size = 1 + (i % 300), Tape = 'B' };
            (trade.EventTs, trade.IngestTs, trade.Seq) = (ts, ts + 7_000_000, ts + 7_000_000);
            trade.Price = 650 + (i * 37 % 100 * 0.01);
            task.Offer(new InputRecord { Kind = InputKind.Trade, Trade = trade }, i);
        }

        task.BeginCommit();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        var largest = writer.State.Max(pair => pair.Value?.Length ?? 0);
        Assert.That(largest, Is.InRange(BrokersOwnLimit, Topics.LargestTaState));
        Assert.That(Topics.All.Single(topic => topic.Name == Topics.TaState).MaxMessageBytes, Is.GreaterThan(Topics.LargestTaState));
    }

    /// <summary>A symbol that is let go must go from the changelog too, or the next owner would have it again.</summary>
    [Test]
    public void Commit_SymbolSilentForADay_IsWithdrawn()
    {
        var time = new FakeTimeProvider();
        var writer = new RecordingWriter();
        using var task = Task(writer, time);
        var at = Nanos.Of(time.GetUtcNow());
        var hour = 3_600 * Nanos.PerSecond;
        foreach (var (symbol, hours, offset) in new[] { ("OLD", 0, 0), ("NEW", 26, 1) })
        {
            var ts = at + (hours * hour);
            var trade = new TradeEvent { Symbol = symbol, Feed = "", EventTs = ts, IngestTs = ts, Id = offset, Price = 1, Tape = 'A', Conditions = 'I' };
            task.Offer(new InputRecord { Kind = InputKind.Trade, Trade = trade }, offset);
        }

        task.BeginCommit();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        Assert.That(writer.State.Select(pair => (Encoding.UTF8.GetString(pair.Key), pair.Value is null)), Is.EqualTo(new[]
        {
            (Group + "/OLD", true), (Group + "/NEW", false), (Group + "/", false),
        }));
    }

    /// <summary>Quotes come for hours before the first trade; only while the market is open does it say that something is wrong.</summary>
    [TestCase("2024-03-11T08:00:00Z", true, null)]
    [TestCase("2024-03-11T15:00:00Z", true, "records_held_back")]
    [TestCase("2024-03-11T08:00:00Z", false, "records_held_back", Description = "the log of trades has more, and nobody reads it")]
    public void Watch_QuotesThatWaitForTrades_AreAFaultInMarketHours(string now, bool readToItsEnd, string? fault)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        using var task = Task(new RecordingWriter(), time);
        OfferQuotesAheadOfTrades(task, time, readToItsEnd);

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

    private static InputRecord Trade(long at) =>
        new() { Kind = InputKind.Trade, Trade = new TradeEvent { Symbol = "AAA", Feed = "", EventTs = at, IngestTs = at, Id = at, Price = 1 } };

    private static InputRecord Quote(long at) =>
        new() { Kind = InputKind.Quote, Quote = new QuoteEvent { Symbol = "AAA", EventTs = at, IngestTs = at } };

    private static void FallSilent(PartitionTask task, FakeTimeProvider time, long end)
    {
        task.AtEnd(InputKind.Trade, end);
        time.Advance(TimeSpan.FromSeconds(31));
        task.Confirm(InputKind.Trade, new EndOffset(end, time.GetTimestamp()));
    }

    /// <summary>One trade, and 25 quotes ten seconds apart from that time on.</summary>
    private static long OfferQuotesAheadOfTrades(PartitionTask task, TimeProvider time, bool readToItsEnd = false)
    {
        var at = Nanos.Of(time.GetUtcNow());
        task.Offer(Trade(at), 0);
        if (readToItsEnd)
        {
            task.AtEnd(InputKind.Trade, 1);
        }

        for (var step = 0; step < 25; step++)
        {
            task.Offer(Quote(at + (step * 10 * Nanos.PerSecond)), step);
        }

        return at;
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

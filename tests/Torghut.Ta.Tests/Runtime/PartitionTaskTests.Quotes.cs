using Microsoft.Extensions.Time.Testing;
using Torghut.Contracts.Time;
using Torghut.Ta.Runtime;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>Quotes that wait for a trade.</summary>
internal sealed partial class PartitionTaskTests
{
    /// <summary>Those within two minutes of the trade and the disorder, and as many more as may be kept.</summary>
    private const int QuotesKept = 124 + 32_768;

    /// <summary>
    /// Each quote without a trade is one that the engine and the state of its symbol keep: without a bound, a few hours of them make a state that is longer
    /// than a record may be, and no commit of the partition succeeds any more.
    /// </summary>
    [Test]
    public void Offer_QuotesAndNoTrade_AreKeptUpToABound()
    {
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        var at = OfferQuotesOfASilentMarket(task, time, QuotesKept + 300);
        Assert.That((task.Position(InputKind.Quote).Next, task.HeldBack), Is.EqualTo((QuotesKept, 300)));
        task.Offer(Trade(at - (60 * Nanos.PerSecond)), 1);
        FallSilent(task, time, 2);
        task.Drain();
        Assert.That(task.HeldBack, Is.EqualTo(300), "a late trade lets go of none");
        task.Offer(Trade(at + ((QuotesKept + 300) * Nanos.PerSecond)), 2);
        task.Drain();
        Assert.That((task.HeldBack, task.Engine.Counters.Quotes), Is.EqualTo((0, QuotesKept + 300)));
    }

    /// <summary>The bound is on what the symbols' states hold, and these come back with a restart.</summary>
    [Test]
    public void Offer_QuotesAndNoTradeAfterARestart_AreKeptUpToTheSameBound()
    {
        var time = new FakeTimeProvider();
        var writer = new RecordingWriter();
        using var task = Task(writer, time);
        var at = OfferQuotesOfASilentMarket(task, time, QuotesKept - 10);
        task.BeginCommit();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        var log = new ChangelogLog(Group);
        log.Append(writer.State);

        using var next = Task(new RecordingWriter(), time);
        next.Restore(log.Read());
        FallSilent(next, time, 1);
        for (var second = QuotesKept - 10; second < QuotesKept + 10; second++)
        {
            next.Offer(Quote(at + (second * Nanos.PerSecond)), second);
        }

        Assert.That(next.HeldBack, Is.EqualTo(10));
    }

    /// <summary>The engine keeps one quote a second and symbol: those of a lively quote in a market without trades do not add up.</summary>
    [Test]
    public void Offer_ManyQuotesASecondAndNoTrade_AreNotHeldBack()
    {
        const int quotesASecond = 200;
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter(), time);
        var at = Nanos.Of(time.GetUtcNow());
        task.Offer(Trade(at), 0);
        FallSilent(task, time, 1);
        for (var i = 0; i < 300 * quotesASecond; i++)
        {
            task.Offer(Quote(at + (i * (Nanos.PerSecond / quotesASecond))), i);
        }

        Assert.That(task.HeldBack, Is.Zero);
    }

    /// <summary>What waited for a commit and not for a trade is nothing that the engine keeps: the last quotes of a day must not wait for it.</summary>
    [Test]
    public void Drain_QuotesThatWaitedForACommit_DoNotCountAgainstTheBound()
    {
        using var gate = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        using var task = Task(new RecordingWriter { Gate = gate }, time);
        var at = Nanos.Of(time.GetUtcNow());
        task.Offer(Trade(at), 0);
        task.BeginCommit();
        for (var offset = 0; offset < 9_000; offset++)
        {
            task.Offer(Quote(at + offset), offset);
        }

        gate.Set();
        Assert.That(task.TryEndCommit(Eventually.Timeout), Is.True);
        task.Drain();
        FallSilent(task, time, 1);
        for (var second = 0; second < 300; second++)
        {
            task.Offer(Quote(at + (second * Nanos.PerSecond)), 9_000 + second);
        }

        Assert.That((task.HeldBack, task.Position(InputKind.Quote).Next), Is.EqualTo((0, 9_300)));
    }

    /// <summary>One trade, whose log is silent from then on, and quotes a second apart from its time on.</summary>
    private static long OfferQuotesOfASilentMarket(PartitionTask task, FakeTimeProvider time, int quotes)
    {
        var at = Nanos.Of(time.GetUtcNow());
        task.Offer(Trade(at), 0);
        FallSilent(task, time, 1);
        for (var second = 0; second < quotes; second++)
        {
            task.Offer(Quote(at + (second * Nanos.PerSecond)), second);
        }

        return at;
    }
}

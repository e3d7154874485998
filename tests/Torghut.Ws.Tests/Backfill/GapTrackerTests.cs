using Torghut.Contracts.Time;
using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Backfill;

public sealed class GapTrackerTests
{
    private static readonly string[] Symbols = ["AAPL"];

    private readonly ManualTime _time = new();

    [Test]
    public async Task Close_AfterTheStart_HasNoBeginning()
    {
        using var tracker = new GapTracker(new BackfillOptions { Trades = true }, _time);
        tracker.Close(Symbols);

        var gap = await tracker.NextAsync(CancellationToken.None);
        Assert.That((gap.From, gap.To, gap.Symbols), Is.EqualTo(((DateTimeOffset?)null, _time.GetUtcNow(), Symbols)));
    }

    [Test]
    public async Task Open_AgainWhileOpen_KeepsTheFirstBeginningAndEndsAtTheClose()
    {
        using var tracker = await StartedAsync();
        var receivedAt = _time.GetUtcNow();
        tracker.Open(receivedAt, []);
        _time.Advance(TimeSpan.FromSeconds(7));
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Close(Symbols);

        var gap = await tracker.NextAsync(CancellationToken.None);
        Assert.That((gap.From, gap.To), Is.EqualTo(((DateTimeOffset?)receivedAt, receivedAt.AddSeconds(7))));
    }

    [Test]
    public async Task Close_SecondGapBeforeTheFirstWasTaken_BecomesOneWithIt()
    {
        using var tracker = await StartedAsync();
        var receivedAt = _time.GetUtcNow();
        tracker.Open(receivedAt, [Trade(1)]);
        tracker.Close(Symbols);
        _time.Advance(TimeSpan.FromSeconds(3));
        tracker.Open(_time.GetUtcNow(), [Trade(2)]);
        tracker.Close(Symbols);

        var gap = await tracker.NextAsync(CancellationToken.None);
        Assert.That((gap.From, gap.To), Is.EqualTo(((DateTimeOffset?)receivedAt, receivedAt.AddSeconds(3))));
        Assert.That(new[] { gap.Published.Add(Trade(1)), gap.Published.Add(Trade(2)), gap.Published.Add(Trade(3)) }, Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public async Task Memory_BetweenGaps_IsNothing()
    {
        using var tracker = await StartedAsync();
        Assert.That(DedupSet(tracker), Is.Null);

        tracker.Open(_time.GetUtcNow(), []);
        Assert.That(DedupSet(tracker), Is.Not.Null);
        tracker.Close(Symbols);
        var gap = await tracker.NextAsync(CancellationToken.None);
        Assert.That(DedupSet(tracker), Is.Not.Null, "The socket's trades count until the gap was read.");
        tracker.Done(gap);
        Assert.That(DedupSet(tracker), Is.Null);
    }

    [Test]
    public async Task Done_WhileTheNextGapIsOpen_KeepsTheMemory()
    {
        using var tracker = await StartedAsync();
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Close(Symbols);
        var gap = await tracker.NextAsync(CancellationToken.None);
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Done(gap);

        Assert.That(DedupSet(tracker), Is.SameAs(gap.Published));
    }

    [TestCase(0, true)]
    [TestCase(1000, true)]
    [TestCase(1001, false)]
    public async Task MemoryFor_AfterAGapWasRead_IsThereForTradesThatHistoryMayHaveBrought(int millisecondsAfterTheGap, bool isThere)
    {
        using var tracker = await StartedAsync();
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Close(Symbols);
        var gap = await tracker.NextAsync(CancellationToken.None);
        tracker.Done(gap);

        Assert.That(tracker.DedupSetFor(Nanos.Of(gap.To.AddMilliseconds(millisecondsAfterTheGap))), isThere ? Is.SameAs(gap.Published) : Is.Null);
    }

    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Open_SoonAfterAGapWasRead_KnowsWhatHistoryBroughtThen(int seconds, bool isNew)
    {
        using var tracker = await StartedAsync();
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Close(Symbols);
        var gap = await tracker.NextAsync(CancellationToken.None);
        gap.Published.Add(Trade(1));
        tracker.Done(gap);
        tracker.Open(gap.To.AddSeconds(seconds), []);

        Assert.That(DedupSet(tracker)!.Add(Trade(1)), Is.EqualTo(isNew));
    }

    [Test]
    public void Open_NothingEnabled_RemembersNothing()
    {
        using var tracker = new GapTracker(new BackfillOptions { Trades = false }, _time);
        tracker.Open(_time.GetUtcNow(), [Trade(1)]);
        tracker.Close(Symbols);

        Assert.That(DedupSet(tracker), Is.Null);
        Assert.That(tracker.NextAsync(new CancellationToken(canceled: true)).IsCanceled);
    }

    [Test]
    public async Task Resume_RunBefore_GivesTheGapItsBeginningAndWhatWasPublished()
    {
        using var tracker = new GapTracker(new BackfillOptions(), _time);
        var until = _time.GetUtcNow().AddSeconds(-30);
        tracker.Resume(until, [Trade(1)]);
        tracker.Close(Symbols);

        var gap = await tracker.NextAsync(CancellationToken.None);
        Assert.That(gap.From, Is.EqualTo(until));
        Assert.That((gap.Published.Add(Trade(1)), gap.Published.Add(Trade(2))), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task HoldsLive_GapNotRead_IsTrueUntilItIs()
    {
        using var tracker = await StartedAsync();
        Assert.That(tracker.HoldsLive(), Is.False);
        tracker.Open(_time.GetUtcNow(), []);
        Assert.That(tracker.HoldsLive(), Is.True);
        tracker.Close(Symbols);
        Assert.That(tracker.HoldsLive(), Is.True);
        tracker.Done(await tracker.NextAsync(CancellationToken.None));
        Assert.That((tracker.HoldsLive(), tracker.IsOvertaken), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task HoldsLive_HistoryTakesTooLong_IsOvertaken()
    {
        using var tracker = await StartedAsync();
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Close(Symbols);
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.That(tracker.HoldsLive(), Is.True);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That((tracker.HoldsLive(), tracker.IsOvertaken), Is.EqualTo((false, true)));

        tracker.Open(_time.GetUtcNow(), []);
        Assert.That((tracker.HoldsLive(), tracker.IsOvertaken), Is.EqualTo((true, false)), "The next gap is another one.");
    }

    [Test]
    public async Task HoldsLive_NoRoom_IsOvertakenAtOnce()
    {
        using var tracker = await StartedAsync();
        tracker.Open(_time.GetUtcNow(), []);
        tracker.Overtake();
        Assert.That((tracker.HoldsLive(), tracker.IsOvertaken), Is.EqualTo((false, true)));
    }

    [Test]
    public void HoldsLive_SessionNeverConfirmed_EndsAllTheSame()
    {
        using var tracker = new GapTracker(new BackfillOptions(), _time);
        Assert.That(tracker.HoldsLive(), Is.True);
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.That(tracker.HoldsLive(), Is.False);
    }

    [Test]
    public void HoldsLive_SwitchedOff_IsFalse()
    {
        using var tracker = new GapTracker(new BackfillOptions { Hold = TimeSpan.Zero }, _time);
        Assert.That(tracker.HoldsLive(), Is.False);
    }

    private async Task<GapTracker> StartedAsync()
    {
        var tracker = new GapTracker(new BackfillOptions { Trades = true }, _time);
        tracker.Close(Symbols);
        tracker.Done(await tracker.NextAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromMinutes(1));
        return tracker;
    }

    /// <summary>For a trade long after any gap.</summary>
    private static GapDedupSet? DedupSet(GapTracker tracker) => tracker.DedupSetFor(long.MaxValue);

    private static DedupKey Trade(long id) => new(DedupKind.Trade, "AAPL", "V", 0, id, 0);
}

using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Publishing;
using Torghut.Ws.Tests.Sandbox;

namespace Torghut.Ws.Tests.Backfill;

public sealed class GapLedgerTests
{
    private static readonly string[] Symbols = ["AAPL"];

    private readonly ManualTime _time = new();

    [Test]
    public async Task Close_AfterTheStart_HasNoBeginning()
    {
        using var ledger = new GapLedger(new BackfillOptions { Trades = true }, _time);
        ledger.Close(Symbols);

        var gap = await ledger.NextAsync(CancellationToken.None);
        Assert.That((gap.From, gap.To, gap.Symbols), Is.EqualTo(((DateTimeOffset?)null, _time.GetUtcNow(), Symbols)));
    }

    [Test]
    public async Task Open_AgainWhileOpen_KeepsTheFirstBeginningAndEndsAtTheClose()
    {
        using var ledger = await StartedAsync();
        var heard = _time.GetUtcNow();
        ledger.Open(heard, []);
        _time.Advance(TimeSpan.FromSeconds(7));
        ledger.Open(_time.GetUtcNow(), []);
        ledger.Close(Symbols);

        var gap = await ledger.NextAsync(CancellationToken.None);
        Assert.That((gap.From, gap.To), Is.EqualTo(((DateTimeOffset?)heard, heard.AddSeconds(7))));
    }

    [Test]
    public async Task Close_SecondGapBeforeTheFirstWasTaken_BecomesOneWithIt()
    {
        using var ledger = await StartedAsync();
        var heard = _time.GetUtcNow();
        ledger.Open(heard, [Trade(1)]);
        ledger.Close(Symbols);
        _time.Advance(TimeSpan.FromSeconds(3));
        ledger.Open(_time.GetUtcNow(), [Trade(2)]);
        ledger.Close(Symbols);

        var gap = await ledger.NextAsync(CancellationToken.None);
        Assert.That((gap.From, gap.To), Is.EqualTo(((DateTimeOffset?)heard, heard.AddSeconds(3))));
        Assert.That(new[] { gap.Published.Add(Trade(1)), gap.Published.Add(Trade(2)), gap.Published.Add(Trade(3)) }, Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public async Task Memory_BetweenGaps_IsNothing()
    {
        using var ledger = await StartedAsync();
        Assert.That(Memory(ledger), Is.Null);

        ledger.Open(_time.GetUtcNow(), []);
        Assert.That(Memory(ledger), Is.Not.Null);
        ledger.Close(Symbols);
        var gap = await ledger.NextAsync(CancellationToken.None);
        Assert.That(Memory(ledger), Is.Not.Null, "The socket's trades count until the gap was read.");
        ledger.Done(gap);
        Assert.That(Memory(ledger), Is.Null);
    }

    [Test]
    public async Task Done_WhileTheNextGapIsOpen_KeepsTheMemory()
    {
        using var ledger = await StartedAsync();
        ledger.Open(_time.GetUtcNow(), []);
        ledger.Close(Symbols);
        var gap = await ledger.NextAsync(CancellationToken.None);
        ledger.Open(_time.GetUtcNow(), []);
        ledger.Done(gap);

        Assert.That(Memory(ledger), Is.SameAs(gap.Published));
    }

    [TestCase(0, true)]
    [TestCase(1000, true)]
    [TestCase(1001, false)]
    public async Task MemoryFor_AfterAGapWasRead_IsThereForTradesThatHistoryMayHaveBrought(int millisecondsAfterTheGap, bool isThere)
    {
        using var ledger = await StartedAsync();
        ledger.Open(_time.GetUtcNow(), []);
        ledger.Close(Symbols);
        var gap = await ledger.NextAsync(CancellationToken.None);
        ledger.Done(gap);

        Assert.That(ledger.MemoryFor(Nanos.Of(gap.To.AddMilliseconds(millisecondsAfterTheGap))), isThere ? Is.SameAs(gap.Published) : Is.Null);
    }

    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Open_SoonAfterAGapWasRead_KnowsWhatHistoryBroughtThen(int seconds, bool isNew)
    {
        using var ledger = await StartedAsync();
        ledger.Open(_time.GetUtcNow(), []);
        ledger.Close(Symbols);
        var gap = await ledger.NextAsync(CancellationToken.None);
        gap.Published.Add(Trade(1));
        ledger.Done(gap);
        ledger.Open(gap.To.AddSeconds(seconds), []);

        Assert.That(Memory(ledger)!.Add(Trade(1)), Is.EqualTo(isNew));
    }

    [Test]
    public void Open_NothingEnabled_RemembersNothing()
    {
        using var ledger = new GapLedger(new BackfillOptions(), _time);
        ledger.Open(_time.GetUtcNow(), [Trade(1)]);
        ledger.Close(Symbols);

        Assert.That(Memory(ledger), Is.Null);
        Assert.That(ledger.NextAsync(new CancellationToken(canceled: true)).IsCanceled);
    }

    private async Task<GapLedger> StartedAsync()
    {
        var ledger = new GapLedger(new BackfillOptions { Trades = true }, _time);
        ledger.Close(Symbols);
        ledger.Done(await ledger.NextAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromMinutes(1));
        return ledger;
    }

    /// <summary>For a trade long after any gap.</summary>
    private static GapMemory? Memory(GapLedger ledger) => ledger.MemoryFor(long.MaxValue);

    private static DedupKey Trade(long id) => new(DedupKind.Trade, "AAPL", "V", 0, id, 0);
}

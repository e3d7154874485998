using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Loop;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Loop;

/// <summary>The feed over a table in memory: every row once, those that come late too, whatever happens in between.</summary>
public sealed class SignalFeedTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    private static readonly string[] Symbols = ["AAPL", "MSFT"];

    private MemorySignals _table = null!;
    private MemorySignalMemory _memory = null!;
    private LoopStatus _status = null!;
    private SignalOptions _options = null!;

    [SetUp]
    public void Create()
    {
        (_table, _memory, _status) = (new MemorySignals(), new MemorySignalMemory(), new LoopStatus(TimeProvider.System));
        _options = new SignalOptions { BatchSize = 3, Lookback = TimeSpan.FromMinutes(15) };
    }

    [Test]
    public async Task Read_TickAfterTick_EveryRowOnceInOrder()
    {
        var feed = Feed();
        _table.Add(Rows(1, 2, 3, 4, 5));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 4, 5 }));
        Assert.That(await TakeAsync(feed), Is.Empty);
        _table.Add(Rows(6));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 6 }));
        Assert.That(_memory.Cursor?.Seq, Is.EqualTo(6));
    }

    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Read_FullBatch_SaysThatThereMayBeMore(int rows, bool more)
    {
        _table.Add(Rows([.. Enumerable.Range(1, rows)]));
        Assert.That((await ReadAsync(Feed())).More, Is.EqualTo(more));
    }

    [Test]
    public async Task Late_RowBehindTheCursor_IsReadOnceAndNeverAgain()
    {
        var feed = Feed();
        _table.Add(Rows(10, 30));
        await TakeAsync(feed);
        _table.Add(Rows(20));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 20 }));
        Assert.That(await TakeAsync(feed), Is.Empty);
        _table.Add(Rows(25));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 25 }), "and those before it are not read with it");
    }

    [Test]
    public async Task Late_RowAtTheEdgeOfItsWindow_IsStillKnown()
    {
        _options.LateWindow = TimeSpan.FromSeconds(20);
        var feed = Feed();
        _table.Add(Rows(10, 30));
        await TakeAsync(feed);
        _table.Add(Rows(29));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 29 }), "10 lies exactly at the window's edge");
    }

    [TestCase(null, 120, 40, true)]
    [TestCase(null, 30, 40, false, Description = "without a window of its own the oldest signal that may be traded decides")]
    [TestCase(60, 30, 40, true)]
    [TestCase(30, 120, 40, false)]
    [TestCase(0, 120, 1, false)]
    public async Task Late_RowOfSoManySecondsAgo_IsReadWithinTheWindow(int? window, int maxAge, int late, bool read)
    {
        _options.LateWindow = window is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var feed = Feed(TimeSpan.FromSeconds(maxAge));
        _table.Add(Rows(100, 200));
        await TakeAsync(feed);
        _table.Add(Rows(200 - late));
        Assert.That(await TakeAsync(feed), read ? Is.EqualTo(new[] { 200 - late }) : Is.Empty);
    }

    /// <summary>What is not looked for is not remembered either: a process runs for months.</summary>
    [Test]
    public async Task Late_WithoutAWindow_RemembersNoMoreThanItsCursorNeeds()
    {
        var late = new LateSignals(_table, TimeSpan.Zero);
        for (var second = 1; second <= 1_000; second++)
        {
            await late.FindAsync(Symbols, Rows(second)[0].Position, 500, CancellationToken.None);
            late.Remember(Rows(second).Select(row => row.Position));
        }

        Assert.That(Enumerable.Range(1, 1_000).Count(second => late.IsSeen(Rows(second)[0].Position)), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task Restart_AfterSomeWereWrittenDownAndTheCursorDidNotMove_GoesOnBehindThem()
    {
        _table.Add(Rows(1, 2, 3));
        _memory.Read.UnionWith(Rows(1, 2, 3).Select(row => row.Position));
        var feed = Feed();
        Assert.That(await TakeAsync(feed), Is.Empty, "they were evaluated");
        Assert.That(_memory.Cursor?.Seq, Is.EqualTo(3), "but they are not read for ever");
        _table.Add(Rows(4));
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public async Task Forget_AnotherInstanceHasReadOn_GoesOnBehindIt()
    {
        var feed = Feed();
        _table.Add(Rows(1, 2, 3, 4));
        await ReadAsync(feed);
        (_memory.Cursor, _memory.From) = (Rows(3)[0].Position, Noon);
        _memory.Read.UnionWith(Rows(1, 2, 3).Select(row => row.Position));
        feed.Forget();
        Assert.That(await TakeAsync(feed), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public async Task Read_CursorOlderThanTheLookback_BeginsAtTheLookback()
    {
        _memory.Cursor = Rows(-3_600)[0].Position;
        await ReadAsync(Feed());
        Assert.That(_table.Forward[^1].From, Is.EqualTo(Noon.AddSeconds(300) - _options.Lookback));
        _memory.Cursor = Rows(200)[0].Position;
        await ReadAsync(Feed());
        Assert.That(_table.Forward[^1].From, Is.EqualTo(Noon.AddSeconds(200)));
    }

    [TestCase(null, null, true, "no_signals_in_window")]
    [TestCase(null, null, false, "market_closed")]
    [TestCase(100, 100, true, "cursor_tail_stable")]
    [TestCase(100, 100, false, "market_closed")]
    [TestCase(100, 200, true, "cursor_ahead_of_stream")]
    [TestCase(null, 200, true, "no_signals_in_window")]
    [TestCase(null, 400, true, "cursor_ahead_of_stream")]
    public async Task Read_Nothing_SaysWhy(int? newest, int? cursor, bool open, string reason)
    {
        _table.Add(newest is { } at ? Rows(at) : []);
        _memory.Cursor = cursor is { } moved ? Rows(moved)[0].Position : null;
        _memory.Read.UnionWith(newest is { } seen ? [Rows(seen)[0].Position] : []);
        await ReadAsync(Feed(), open);
        Assert.That(_status.View.NoSignalReason, Is.EqualTo(reason));
    }

    private static SignalRow[] Rows(params int[] seconds) =>
        [.. seconds.Select(second => new SignalRow("AAPL", Noon.AddSeconds(second), second, Noon, "1Sec", new SignalFeatures()))];

    private SignalFeed Feed(TimeSpan? maxSignalAge = null)
    {
        var gauges = new TradingGauges(TimeProvider.System);
        var metrics = new TradingMetrics(Prometheus.Metrics.NewCustomRegistry(), gauges, TradingMetricCodes.All);
        return new SignalFeed(
            _table, _memory, new RowRejects(metrics, NullLogger<RowRejects>.Instance), _options,
            new RiskOptions { MaxSignalAge = maxSignalAge ?? TimeSpan.FromSeconds(120) }, new SwitchOptions(), _status,
            new SignalCounters(_status, metrics, gauges));
    }

    private static Task<SignalBatch> ReadAsync(SignalFeed feed, bool open = true)
    {
        var now = Noon.AddSeconds(300);
        return feed.ReadAsync(Symbols, new MarketClock(now, open, now.AddDays(1), now.AddHours(1)), CancellationToken.None);
    }

    /// <summary>One tick: what was read, late rows first, once everything that follows from it is persisted.</summary>
    private static async Task<IEnumerable<int>> TakeAsync(SignalFeed feed)
    {
        var batch = await ReadAsync(feed);
        await feed.AdvanceAsync(batch, CancellationToken.None);
        return batch.Late.Concat(batch.Forward).Select(row => (int)row.Seq);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Alpaca.Data;
using Torghut.Common.Drills;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Time;
using Torghut.Ws.Backfill;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Backfill;

/// <summary>From when to when history is read for a gap, in which order it goes out, and what is said of it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GapFillerTests : IDisposable
{
    /// <summary>10:30:40 in New York, a Monday with trading.</summary>
    private static readonly DateTimeOffset To = new(2026, 4, 6, 14, 30, 40, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(To + TimeSpan.FromSeconds(2));
    private readonly History _history = new();
    private readonly BackfillOptions _options = new() { TradesLookback = TimeSpan.FromMinutes(15), MaxAttempts = 1 };
    private readonly StartedPublisher _start;

    public GapFillerTests() => _start = new StartedPublisher(_time);

    [TestCase(60, 61, Description = "the gap and a second before it")]
    [TestCase(900, 901, Description = "just as far back as history is read")]
    [TestCase(901, 901, Description = "no further back than that")]
    [TestCase(null, 901, Description = "before the first start")]
    public async Task Fill_Trades_AreReadFromTheGapsBeginWithMargins(int? secondsBefore, int readSecondsBefore)
    {
        await FillAsync(Gap(secondsBefore));
        var query = _history.TradeQueries.Single();
        Assert.That((query.Start, query.End), Is.EqualTo((To - TimeSpan.FromSeconds(readSecondsBefore), To + TimeSpan.FromSeconds(1))));
        Assert.That(query.Symbols, Is.EqualTo(new[] { "AAPL", "MSFT" }));
    }

    /// <summary>A reader closes windows by the newest event of a partition, whichever symbol's it is.</summary>
    [Test]
    public async Task Fill_TradesOfSeveralSymbols_GoOutInTheOrderOfTheirEvents()
    {
        _history.Trades.AddRange([Trade("AAPL", 1, 10), Trade("AAPL", 2, 30), Trade("MSFT", 3, 20), Trade("MSFT", 4, 40)]);
        var outcome = await FillAsync(Gap(60));
        Assert.That(_start.Producer.Read(ProduceTopic.Trades, RecordCodecs.Trade).Select(trade => trade.Id), Is.EqualTo(new[] { 1, 3, 2, 4 }));
        Assert.That(outcome, Is.EqualTo(new GapOutcome(IsWhole: true, IsCovered: true, Trades: 4)));
    }

    /// <summary>10:30:40, 14:30:42 now: of the minute under way there is no bar yet, and that of the gap's first minute may have been due in it.</summary>
    [TestCase(100, "14:28:00")]
    [TestCase(null, "12:29:00")]
    public async Task Fill_Bars_AreThoseOfFinishedMinutes(int? secondsBefore, string from)
    {
        _options.Bars = true;
        await FillAsync(Gap(secondsBefore));
        var query = _history.BarQueries.Single();
        Assert.That((query.Start.ToString("T", null), query.End.ToString("T", null)), Is.EqualTo((from, "14:29:00")));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Fill_KindThatIsOff_IsNotRead(bool trades, bool bars)
    {
        (_options.Trades, _options.Bars) = (trades, bars);
        await FillAsync(Gap(60));
        Assert.That((_history.TradeQueries.Count == 1, _history.BarQueries.Count == 1), Is.EqualTo((trades, bars)));
    }

    [TestCase(900, true)]
    [TestCase(901, false, Description = "a second of trading is further back than history is read")]
    [TestCase(null, true, Description = "nothing is known of before the first start")]
    public async Task Fill_GapLongerThanTheLookback_IsNotCovered(int? secondsBefore, bool covered) =>
        Assert.That((await FillAsync(Gap(secondsBefore))).IsCovered, Is.EqualTo(covered));

    [Test]
    public async Task Fill_LongGapInWhichNothingWasTraded_IsCovered()
    {
        var sunday = new DateTimeOffset(2026, 4, 5, 14, 0, 0, TimeSpan.Zero);
        Assert.That((await FillAsync(new Gap(sunday - TimeSpan.FromDays(1), sunday, ["AAPL"], new GapDedupSet()))).IsCovered, Is.True);
    }

    [Test]
    public async Task Fill_Star_HasNoHistoryAndIsNotCovered()
    {
        var outcome = await FillAsync(Gap(60, "*", "AAPL"));
        Assert.That(_history.TradeQueries.Single().Symbols, Is.EqualTo(new[] { "AAPL" }));
        Assert.That(outcome.IsCovered, Is.False);
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Fill_HistoryFails_PublishesWhatCameAndIsNotWhole(bool trades, bool bars)
    {
        (_options.Trades, _options.Bars) = (trades, bars);
        _history.Trades.Add(Trade("AAPL", 1, 10));
        _history.Bars.Add(new AlpacaBar("AAPL", Nanos.Of(To - TimeSpan.FromMinutes(2)), 1, 2, 1, 2, 10, 3, 1.5));
        _history.Failing = _ => new Torghut.Alpaca.AlpacaApiException("no") { IsTransient = false };
        Assert.That((await FillAsync(Gap(60))).IsWhole, Is.False);
        Assert.That(_start.Producer.Taken, Is.EqualTo(1));
    }

    /// <summary>Whichever batch fails, the gap is not whole, and the others are read all the same.</summary>
    [TestCase("AAPL")]
    [TestCase("MSFT")]
    public async Task Fill_OneBatchFails_IsNotWholeAndReadsTheOthers(string failing)
    {
        _options.BatchSize = 1;
        _history.Failing = query => query.Symbols.Contains(failing) ? new Torghut.Alpaca.AlpacaApiException("no") { IsTransient = false } : null;
        Assert.That((await FillAsync(Gap(60))).IsWhole, Is.False);
        Assert.That(_history.TradeQueries.Select(query => query.Symbols.Single()), Is.EqualTo(new[] { "AAPL", "MSFT" }));
    }

    public void Dispose() => _start.Dispose();

    private static Gap Gap(int? secondsBefore, params string[] symbols) => new(
        secondsBefore is { } seconds ? To - TimeSpan.FromSeconds(seconds) : null, To, symbols.Length == 0 ? ["AAPL", "MSFT"] : symbols, new GapDedupSet());

    private static AlpacaTrade Trade(string symbol, long id, int secondsBefore) =>
        new(symbol, Nanos.Of(To - TimeSpan.FromSeconds(60 - secondsBefore)), id, 10, 1, "V", ["@"], "C", null);

    private async Task<GapOutcome> FillAsync(Gap gap)
    {
        var publisher = await _start.StartAsync();
        var rejections = new RejectionLog(_start.Metrics, _time, NullLogger<RejectionLog>.Instance);
        var reader = new HistoryReader(
            _options, new StreamOptions(), _history, rejections, _start.Metrics, _time, NullLogger<HistoryReader>.Instance);
        var filler = new GapFiller(_options, reader, rejections, Failpoints.None, _start.Metrics, _time, NullLogger<GapFiller>.Instance);
        return await filler.FillAsync(gap, publisher, CancellationToken.None);
    }
}

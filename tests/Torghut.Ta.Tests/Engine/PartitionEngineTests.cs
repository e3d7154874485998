using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.State;
using Torghut.Ta.Tests.Oracle;
using static Torghut.Ta.Tests.Engine.Scenario;

namespace Torghut.Ta.Tests.Engine;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PartitionEngineTests
{
    /// <summary>10:00:00 New York time on an ordinary Monday.</summary>
    private const long Ten = 1_710_165_600 * Second;
    private readonly EngineRun _run = new();
    private long _offset;

    [Test]
    public void OnTrade_WatermarkPassesTheEnd_EmitsTheWholeRecord()
    {
        Print(0.1, 10, 1);
        Print(0.9, 12, 3);
        Print(0.5, 11, 2);
        Print(2.9, 11, 1);
        Assert.That(_run.BarLog, Is.Empty);
        Print(3.0, 11, 1);
        var bar = _run.BarLog.Single();
        Assert.That((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count), Is.EqualTo((10, 12, 10, 12, 6, 3)));
        Assert.That(bar.Vwap, Is.EqualTo(68.0 / 6).Within(1e-12));
        var start = Ten / Second;
        Assert.That(bar.Envelope, Is.EqualTo(new Envelope(
            Ten + 900_000_007, Ten + Second, "sip", "microbars", "AAPL", start, true, "ta", new Window("PT1S", "PT1S", Ten, Ten + Second))));
        Assert.That(bar.Lineage, Is.EqualTo(new Lineage("torghut.trades.v1", 0, 0, 2)));
    }

    [Test]
    public void OnTrade_SameInstant_IsOrderedBySequence()
    {
        Print(0.5, 11, 1, seq: 9);
        Print(0.5, 10, 1, seq: 8);
        _run.Finish();
        Assert.That((_run.BarLog[0].Open, _run.BarLog[0].Close), Is.EqualTo((10, 11)));
    }

    [Test]
    public void OnTrade_ClosedWindow_IsLateAndKeptOut()
    {
        Print(0.5, 10, 1);
        Print(3.0, 10, 1);
        Assert.That(Print(0.6, 99, 1), Is.EqualTo(EventOutcome.Late));
        _run.Finish();
        Assert.That(_run.BarLog[0].High, Is.EqualTo(10));
    }

    [Test]
    public void OnTrade_NoPriceEligible_CountsVolumeAndMakesNoBar()
    {
        Print(0.5, 10, 7, conditions: "I");
        Print(9.5, 10, 1);
        Print(12.5, 10, 1);
        Assert.That(_run.BarLog.Single().Envelope.EventTs, Is.EqualTo(Ten + (10 * Second)));
        Assert.That(_run.Engine.Counters.IneligibleVolume, Is.EqualTo(7));
    }

    [Test]
    public void OnTrade_RestrictedTradeBesideARegularOne_SetsHighAndLowOnly()
    {
        Print(0.1, 9, 1, conditions: "Z");
        Print(0.2, 10, 1);
        Print(0.3, 12, 1, conditions: "L");
        _run.Finish();
        var bar = _run.BarLog.Single();
        Assert.That((bar.Open, bar.High, bar.Low, bar.Close), Is.EqualTo((10, 12, 9, 10)));
    }

    [Test]
    public void OnTrade_RestrictedTradeAlone_SetsEverything()
    {
        Print(0.1, 9, 1, conditions: "Z");
        _run.Finish();
        Assert.That((_run.BarLog[0].Open, _run.BarLog[0].Close), Is.EqualTo((9, 9)));
    }

    [Test]
    public void OnTrade_CorrectionAndCancelWhileOpen_Apply()
    {
        Print(0.1, 9, 1, id: 1);
        Print(0.2, 10, 2, id: 2);
        Print(0.3, 11, 4, id: 3);
        Assert.That(Amend("correct", 2, 2.0, 10.5, 3, id: 20), Is.EqualTo(EventOutcome.Applied));
        Assert.That(Amend("cancel", 3, 2.1, 11, 4), Is.EqualTo(EventOutcome.Applied));
        Assert.That(Amend("cancel", 3, 2.1, 11, 4), Is.EqualTo(EventOutcome.Duplicate));
        Assert.That(Amend("correct", 2, 2.1, 10.5, 3, id: 20), Is.EqualTo(EventOutcome.Duplicate));
        _run.Finish();
        var bar = _run.BarLog[0];
        Assert.That((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count), Is.EqualTo((9, 10.5, 9, 10.5, 4, 2)));
        Assert.That(bar.Lineage!.Value.LastOffset, Is.EqualTo(4));
    }

    [Test]
    public void OnTrade_CorrectionOfAClosedWindow_IsLate()
    {
        Print(0.1, 9, 1, id: 1);
        Print(3.1, 9, 1, id: 2);
        Assert.That(Amend("correct", 1, 3.2, 99, 1), Is.EqualTo(EventOutcome.Late));
        Assert.That(Amend("cancel", 77, 3.2, 99, 1), Is.EqualTo(EventOutcome.Late));
    }

    /// <summary>A corrected trade has the corrected id from then on, and is in the same second as before.</summary>
    [TestCase(0.1)]
    [TestCase(0.0)]
    [TestCase(0.999)]
    [TestCase(1.5)]
    public void OnTrade_AmendmentOfACorrectedTrade_FindsItUnderItsNewId(double at)
    {
        Print(at, 9, 1, id: 1);
        Assert.That(Amend("correct", 1, at, 10, 2, id: 20), Is.EqualTo(EventOutcome.Applied));
        Assert.That(Amend("correct", 20, at, 11, 3, id: 21), Is.EqualTo(EventOutcome.Applied));
        Assert.That(Print(at, 99, 9, id: 21), Is.EqualTo(EventOutcome.Duplicate), "the same trade once more");
        _run.Finish();
        Assert.That((_run.BarLog.Single().Close, _run.BarLog[0].Volume), Is.EqualTo((11, 3)));
        Assert.That(Amend("cancel", 21, at, 11, 3), Is.EqualTo(EventOutcome.Applied));
        Print(at + 9, 5, 1);
        Print(at + 19, 5, 1);
        Assert.That(_run.BarLog.Skip(1).Select(bar => bar.Close), Is.EqualTo(new[] { 5.0 }), "of its second no trade is left");
    }

    /// <summary>The corrected trade came under its own id already: the original goes, and nothing counts twice.</summary>
    [Test]
    public void OnTrade_CorrectionToATradeThatIsThere_OnlyRemovesTheOriginal()
    {
        Print(0.1, 9, 1, id: 1);
        Print(0.2, 10, 2, id: 2);
        Assert.That(Amend("correct", 1, 0.3, 10, 2, id: 2), Is.EqualTo(EventOutcome.Applied));
        _run.Finish();
        Assert.That((_run.BarLog.Single().Volume, _run.BarLog[0].Count, _run.BarLog[0].Low), Is.EqualTo((2, 1, 10)));
    }

    [TestCase("@", 12.0, 2)]
    [TestCase("I", 9.0, 2)]
    [TestCase("M", 9.0, 1)]
    public void OnTrade_CorrectionWithOtherConditions_CountsByThem(string conditions, double high, int count)
    {
        Print(0.1, 9, 1, id: 1);
        Print(0.2, 10, 1, id: 2);
        Assert.That(Amend("correct", 2, 0.3, 12, 1, id: 3, conditions: conditions), Is.EqualTo(EventOutcome.Applied));
        _run.Finish();
        Assert.That((_run.BarLog.Single().High, _run.BarLog[0].Count), Is.EqualTo((high, count)));
    }

    /// <summary>Ids repeat across venues.</summary>
    [Test]
    public void OnTrade_CancelOfTheSameIdElsewhere_LeavesTheOthers()
    {
        Print(0.1, 9, 1, id: 1);
        _run.Feed(new OracleTrade("AAPL", Ten + Nanoseconds(0.2), _offset, _offset++, Ten + Nanoseconds(0.2), 1, "P", 10, 2, "@"));
        Amend("cancel", 1, 0.3, 9, 1);
        _run.Finish();
        Assert.That((_run.BarLog.Single().Volume, _run.BarLog[0].Close), Is.EqualTo((2, 10)));
    }

    [Test]
    public void OnTrade_CorrectionWhoseOwnTimeWouldCloseTheWindow_Applies()
    {
        Print(0.1, 9, 1, id: 1);
        Assert.That(Amend("correct", 1, 60, 10, 1), Is.EqualTo(EventOutcome.Applied));
        Assert.That(_run.BarLog.Single().Close, Is.EqualTo(10));
    }

    [Test]
    public void OnTrade_EveryPrintCancelled_MakesNoBar()
    {
        Print(0.1, 9, 1, id: 1);
        Amend("cancel", 1, 0.2, 9, 1);
        _run.Finish();
        Assert.That(_run.BarLog, Is.Empty);
    }

    [TestCase(double.NaN, 1)]
    [TestCase(0, 1)]
    [TestCase(1, -1)]
    [TestCase(1, double.PositiveInfinity)]
    public void OnTrade_ImpossibleNumbers_AreInvalidAndDoNotMoveTheClock(double price, double size)
    {
        Assert.That(Print(5, price, size), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(_run.Engine.Trades.HasEvents, Is.False);
    }

    /// <summary>One trade stamped ahead stopped its partition, for good and over restarts; five minutes made every good trade late.</summary>
    [TestCase(10.001)]
    [TestCase(300)]
    [TestCase(3_600)]
    [TestCase(3.2 * 365 * 86_400)]
    public void OnTrade_FurtherAheadOfItsReceiptThanMayBe_IsRefusedAndChangesNothing(double ahead)
    {
        Print(0.5, 10, 1);
        Assert.That(Print(0.6 + ahead, 10, 1, received: 0.6), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(_run.Engine.Refusal, Is.EqualTo("future"));
        Assert.That(Amend("correct", 1000, 0.7 + ahead, 11, 1, received: 0.7), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(Amend("cancel", 1000, 0.8 + ahead, 11, 1, received: 0.8), Is.EqualTo(EventOutcome.Implausible));
        Quote(0.6 + ahead, 9, 11, received: 0.6);
        Assert.That((_run.Engine.Trades.MaxEventTs, _run.Engine.Quotes.HasEvents), Is.EqualTo((Ten + (Second / 2), false)));
        Assert.That(Print(0.9, 11, 1), Is.EqualTo(EventOutcome.Applied));
        _run.Finish();
        Assert.That((_run.BarLog.Single().Close, _run.Late), Is.EqualTo((11, 0)));
    }

    /// <summary>Within the allowance a stamp is believed, but it closes nothing over its neighbours: the clock goes no further than the receipt.</summary>
    [Test]
    public void OnTrade_AheadOfItsReceiptWithinTheAllowance_MakesNobodyLate()
    {
        Print(0.5, 10, 1);
        Assert.That(Print(10.6, 12, 1, received: 0.6), Is.EqualTo(EventOutcome.Applied));
        Quote(10.6, 9, 11, received: 0.6);
        Assert.That(_run.Engine.Trades.MaxEventTs, Is.EqualTo(Ten + Nanoseconds(0.6) + 7));
        Assert.That(Print(0.7, 11, 1), Is.EqualTo(EventOutcome.Applied));
        Print(20, 13, 1);
        Assert.That(_run.BarLog.Select(bar => bar.Close), Is.EqualTo(new[] { 11.0, 12 }));
    }

    [TestCase(-1)]
    [TestCase(946_684_799)]
    [TestCase(4_102_444_800)]
    public void OnTrade_TimeOutsideTheContract_IsRefused(long second)
    {
        var ts = second * Second;
        Assert.That(_run.Feed(new OracleTrade("AAPL", ts, 0, 0, ts + 7, 1, "V", 10, 1, "@")), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(_run.Feed(new OracleQuote("AAPL", ts, 0, 0, ts + 7, 10, 1, 11, 1)), Is.EqualTo(EventOutcome.Implausible));
    }

    [TestCase("")]
    [TestCase("aapl")]
    [TestCase("AB\0C")]
    [TestCase("AB\r\n")]
    [TestCase("SEVENTEENLETTERSX")]
    public void OnTrade_NoSymbol_IsRefusedAndHasNoState(string symbol)
    {
        Assert.That(_run.Feed(new OracleTrade(symbol, Ten, 0, 0, Ten, 1, "V", 10, 1, "@")), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(_run.Feed(new OracleQuote(symbol, Ten, 0, 0, Ten, 10, 1, 11, 1)), Is.EqualTo(EventOutcome.Implausible));
        Assert.That((_run.Engine.SymbolCount, _run.Engine.Refusal), Is.EqualTo((0, "bad_symbol")));
    }

    /// <summary>A lie about event and receipt alike is nothing that a record could refute; that the log goes on elsewhere is seen, and can be mended.</summary>
    [Test]
    public void SetBack_ClockAheadOfItsLog_GoesOnWhereTheLogIs()
    {
        Print(0.5, 10, 1);
        Print(1.5, 10, 1);
        var ts = Ten + Nanoseconds(86_400);
        _run.Feed(new OracleTrade("MSFT", ts, 900, 900, ts + 7, 1, "V", 10, 1, "@"));
        _run.Feed(new OracleQuote("MSFT", ts, 900, 900, ts + 7, 9, 1, 11, 1));
        Print(2.5, 10, 1);
        Assert.That(_run.Engine.IsTradesClockAhead, Is.False, "one receipt may be wrong itself");
        Print(3.5, 10, 1);
        Quote(3.5, 9, 11);
        Quote(3.6, 9, 11);
        Assert.That((_run.Engine.IsTradesClockAhead, _run.Engine.IsQuotesClockAhead), Is.EqualTo((true, true)));
        var store = new Dictionary<string, byte[]>();
        _run.Restart(store);
        _run.Engine.SetTradesBack(Ten + Nanoseconds(3.5));
        _run.Engine.SetQuotesBack(Ten + Nanoseconds(3.6));
        Assert.That((_run.Engine.IsTradesClockAhead, _run.Engine.IsQuotesClockAhead), Is.EqualTo((false, false)));
        var before = _run.BarLog.Count;
        for (var at = 4; at < 10; at++)
        {
            Assert.That(Print(at + 0.5, 20, 1), Is.EqualTo(EventOutcome.Applied));
            Quote(at + 0.5, 19, 21);
        }

        _run.Restart(store);
        Assert.That(_run.BarLog.Skip(before).Select(bar => bar.Envelope.EventTs), Is.EqualTo(new[] { 5, 6, 7 }.Select(end => Ten + (end * Second))));
        Assert.That(_run.SignalLog[^1].Imbalance!.Value.BidPrice, Is.EqualTo(19));
        Assert.That(_run.Signals.Keys.Select(key => key.Symbol), Has.All.EqualTo("AAPL"));
    }

    [Test]
    public void OnTrade_OffsetAppliedBefore_IsSkipped()
    {
        Print(0.1, 9, 1, id: 1);
        _offset = 0;
        Assert.That(Print(0.2, 10, 1, id: 2), Is.EqualTo(EventOutcome.Redelivered));
    }

    [Test]
    public void OnQuote_SignalWaitsForTheQuotesWatermark()
    {
        Print(0.5, 10, 1);
        Print(3.0, 10, 1);
        Quote(0.9, 9.99, 10.01);
        Quote(2.99, 1, 2);
        Assert.That((_run.BarLog.Count, _run.SignalLog.Count), Is.EqualTo((1, 0)));
        Quote(1.0, 9.98, 10.02);
        Quote(3.0, 1, 2);
        var quote = _run.SignalLog.Single().Imbalance!.Value;
        Assert.That((quote.BidPrice, quote.AskPrice), Is.EqualTo((9.98, 10.02)));
        Assert.That(quote.Spread, Is.EqualTo(10.02 - 9.98));
    }

    [Test]
    public void OnQuote_IngestTimeOfTheSignal_IsTheLargestOfItsInputs()
    {
        Print(0.1, 10, 1);
        Quote(0.9, 9.99, 10.01);
        _run.Finish();
        Assert.That(_run.BarLog[0].Envelope.IngestTs, Is.EqualTo(Ten + 100_000_007));
        Assert.That(_run.SignalLog[0].Envelope.IngestTs, Is.EqualTo(Ten + 900_000_007));
    }

    [TestCase(15.0, true)]
    [TestCase(15.001, false)]
    public void OnQuote_Stale_IsNotJoined(double age, bool joined)
    {
        Quote(100 - age, 9.99, 10.01);
        Print(99.5, 10, 1);
        _run.Finish();
        Assert.That(_run.SignalLog.Single().Imbalance.HasValue, Is.EqualTo(joined));
    }

    [Test]
    public void OnIdle_TradeComesAfterAll_IsInTheRecordThatIsSentAgain()
    {
        Print(0.5, 10, 1);
        _run.Engine.OnIdle(trades: true, quotes: true);
        _run.Engine.OnIdle(trades: true, quotes: true);
        Assert.That((_run.BarLog.Count, _run.SignalLog.Count), Is.EqualTo((1, 1)));
        Print(0.6, 11, 1);
        Print(9.0, 11, 1);
        Assert.That(_run.BarLog.Select(b => b.Close), Is.EqualTo(new[] { 10.0, 11 }));
        Assert.That(_run.Engine.Counters.Revisions, Is.EqualTo(2));
    }

    [Test]
    public void OnIdle_NothingComesAfter_SendsNothingTwice()
    {
        Print(0.5, 10, 1);
        _run.Engine.OnIdle(trades: true, quotes: true);
        Print(9.0, 11, 1);
        _run.Engine.OnIdle(trades: false, quotes: true);
        Assert.That((_run.BarLog.Count, _run.SignalLog.Count, _run.Engine.Counters.Revisions), Is.EqualTo((1, 1, 0)));
    }

    /// <summary>Idleness may be wrong: a quote that comes after it is looked at when the log is idle next, and not only when its second is over.</summary>
    [Test]
    public void OnIdle_QuoteComesAfterAll_IsInTheSignalThatIsSentAgain()
    {
        Print(0.5, 10, 1);
        Print(3.0, 10, 1);
        _run.Engine.OnIdle(trades: false, quotes: true);
        Assert.That(_run.SignalLog.Single().Imbalance.HasValue, Is.False);
        Quote(0.9, 9, 11);
        Assert.That(_run.SignalLog, Has.Count.EqualTo(1), "the log is not idle");
        _run.Engine.OnIdle(trades: false, quotes: true);
        Assert.That(_run.SignalLog.Skip(1).Select(signal => signal.Imbalance!.Value.BidPrice), Is.EqualTo(new[] { 9.0 }));
        _run.Engine.OnIdle(trades: false, quotes: true);
        Assert.That((_run.SignalLog.Count, _run.Engine.Counters.Revisions), Is.EqualTo((2, 1)));
    }

    [Test]
    public void OnIdle_QuotesOnly_LetsNoOpenWindowLeave()
    {
        Print(0.5, 10, 1);
        _run.Engine.OnIdle(trades: false, quotes: true);
        Assert.That((_run.BarLog.Count, _run.SignalLog.Count), Is.EqualTo((0, 0)));
        _run.Engine.OnIdle(trades: true, quotes: false);
        Assert.That((_run.BarLog.Count, _run.SignalLog.Count), Is.EqualTo((1, 0)), "of the quotes nobody said that none comes");
    }

    /// <summary>Where the quotes' own log has passed the second, its signal need not wait for that log to be idle.</summary>
    [Test]
    public void OnIdle_QuotesHavePassedTheWindow_LetsItsSignalLeaveWithItsBar()
    {
        Quote(0.4, 9, 11);
        Print(0.5, 10, 1);
        Quote(5, 8, 12);
        _run.Engine.OnIdle(trades: true, quotes: false);
        Assert.That((_run.BarLog.Count, _run.SignalLog.Single().Imbalance!.Value.BidPrice), Is.EqualTo((1, 9)));
    }

    /// <summary>What leaves early is made on a copy: when the windows close, the indicators take each bar once.</summary>
    [Test]
    public void OnIdle_SeveralWindowsLeaveEarly_TheIndicatorsAreThoseOfAReplay()
    {
        var replay = new EngineRun();
        for (var i = 0; i < 30; i++)
        {
            Print(i, 10 + (i % 7), 1);
            _run.Engine.OnIdle(trades: true, quotes: true);
            replay.Feed(new OracleTrade("AAPL", Ten + (i * Second), i, i, Ten + (i * Second) + 7, 1000 + i, "V", 10 + (i % 7), 1, "@"));
        }

        _run.Finish();
        replay.Finish();
        Assert.That(_run.Signals, Is.EqualTo(replay.Signals));
        Assert.That(_run.Bars, Is.EqualTo(replay.Bars));
    }

    [Test]
    public void OnIdle_PartitionWithoutQuotes_KeepsWaitingSignalsBounded()
    {
        _run.Engine.OnIdle(trades: false, quotes: true);
        for (var second = 0; second < 1000; second++)
        {
            Print(second, 10, 1);
        }

        Assert.That(_run.SignalLog, Has.Count.GreaterThan(990));
        Assert.That(_run.Engine.WaitingSignals, Is.LessThan(70));
    }

    [Test]
    public void OnTrade_ClockJumpsFarAhead_ClosesEveryOpenWindow()
    {
        Print(0.5, 10, 1);
        Print(1.5, 10, 1);
        Print(200_000, 10, 1);
        Assert.That(_run.BarLog, Has.Count.EqualTo(2));
    }

    [Test]
    public void Restore_BytesOfAnotherKind_SaysWhatIsWrong()
    {
        var engine = new EngineRun().Engine;
        Assert.That(() => engine.Restore("XYZ1"u8), Throws.TypeOf<StateFormatException>());
        Assert.That(() => engine.Restore([(byte)'T', (byte)'A', (byte)'S', 99]), Throws.TypeOf<StateFormatException>().With.Message.Contains("99"));
        Assert.That(() => engine.Restore("TAS"u8), Throws.TypeOf<StateFormatException>());
    }

    private EventOutcome Print(
        double at, double price, double size, string conditions = "@", long? id = null, long? seq = null, double? received = null)
    {
        var offset = _offset++;
        return _run.Feed(new OracleTrade(
            "AAPL", Ten + Nanoseconds(at), seq ?? offset, offset, Ten + Nanoseconds(received ?? at) + 7, id ?? 1000 + offset, "V", price, size, conditions));
    }

    private EventOutcome Amend(
        string kind, long original, double at, double price, double size, long? id = null, double? received = null, string conditions = "@") =>
        _run.Feed(new OracleTrade("AAPL", Ten + Nanoseconds(at), _offset, _offset++, Ten + Nanoseconds(received ?? at) + 7, id ?? original, "V", price, size,
            conditions, 'A', kind, original));

    private EventOutcome Quote(double at, double bid, double ask, double? received = null) =>
        _run.Feed(new OracleQuote("AAPL", Ten + Nanoseconds(at), _offset, _offset++, Ten + Nanoseconds(received ?? at) + 7, bid, 1, ask, 2));

    private static long Nanoseconds(double seconds) => (long)Math.Round(seconds * Second);
}

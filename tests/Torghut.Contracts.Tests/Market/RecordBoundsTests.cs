using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Contracts.Tests.Market;

public sealed class RecordBoundsTests
{
    private static readonly long Ingest = Nanos.Of(DateTimeOffset.Parse("2026-04-06T14:00:00Z", null));

    [TestCase("AAPL", null)]
    [TestCase("BRK.B", null)]
    [TestCase("", RefusalReasons.BadSymbol)]
    [TestCase("aapl", RefusalReasons.BadSymbol)]
    [TestCase("AA\0PL", RefusalReasons.BadSymbol)]
    [TestCase("AAPL\r\n", RefusalReasons.BadSymbol)]
    [TestCase("ABCDEFGHIJKLMNOPQ", RefusalReasons.BadSymbol)]
    public void RefusalOf_Symbol_IsOfTheGrammar(string symbol, string? expected) =>
        Assert.That(RecordBounds.RefusalOf(Trade(10, 1) with { Envelope = Head(Ingest, symbol) }), Is.EqualTo(expected));

    [TestCase(10_000_000_000, null)]
    [TestCase(10_000_000_001, RefusalReasons.EventAhead)]
    [TestCase(300_000_000_000, RefusalReasons.EventAhead)]
    [TestCase(long.MinValue, RefusalReasons.EventTooOld, Description = "before 2000, as far as the number goes")]
    public void RefusalOf_EventTime_IsAtMostTenSecondsAhead(long ahead, string? expected)
    {
        var trade = Trade(10, 1) with { Envelope = Head(unchecked(ahead == long.MinValue ? ahead : Ingest + ahead), "AAPL") };
        Assert.That(RecordBounds.RefusalOf(trade), Is.EqualTo(expected));
    }

    [Test]
    public void RefusalOf_LastInstantThatNanosecondsHold_IsAhead() =>
        Assert.That(RecordBounds.RefusalOf(Trade(10, 1) with { Envelope = Head(long.MaxValue, "AAPL") }), Is.EqualTo(RefusalReasons.EventAhead));

    [TestCase(10, 1, null)]
    [TestCase(10, 0, null)]
    [TestCase(0, 1, RefusalReasons.OutOfRange)]
    [TestCase(-1, 1, RefusalReasons.OutOfRange)]
    [TestCase(1e9, 1, RefusalReasons.OutOfRange)]
    [TestCase(10, 1e12, RefusalReasons.OutOfRange)]
    [TestCase(10, -1, RefusalReasons.OutOfRange)]
    [TestCase(double.PositiveInfinity, 1, RefusalReasons.NotFinite)]
    [TestCase(10, double.NaN, RefusalReasons.NotFinite)]
    public void RefusalOf_Trade_IsWithinBounds(double price, double size, string? expected)
    {
        Assert.That(RecordBounds.RefusalOf(Trade(price, size)), Is.EqualTo(expected));
        Assert.That(RecordBounds.RefusalOf(Trade(10, 1) with { Original = new OriginalTrade(1, price, size, []) }), Is.EqualTo(expected));
        Assert.That(RecordBounds.RefusalOf(Bar(price, size, null)), Is.EqualTo(expected));
    }

    [TestCase(25.1, 3, 0, 0, null, Description = "one side only")]
    [TestCase(0, 0, 0, 0, null)]
    [TestCase(25.1, 0, 25.2, 1, null)]
    [TestCase(25.1, 3, 0, 1, RefusalReasons.OutOfRange)]
    [TestCase(-1, 3, 25.2, 1, RefusalReasons.OutOfRange)]
    [TestCase(double.NaN, 3, 25.2, 1, RefusalReasons.NotFinite)]
    public void RefusalOf_Quote_HasWholeOrAbsentSides(double bid, double bidSize, double ask, double askSize, string? expected)
    {
        var quote = new Quote(Head(Ingest, "AAPL"), bid, bidSize, "V", ask, askSize, "V", [], "C");
        Assert.That(RecordBounds.RefusalOf(quote), Is.EqualTo(expected));
    }

    [TestCase(100, 10.5, null)]
    [TestCase(0, 0, null)]
    [TestCase(100, 0, RefusalReasons.OutOfRange)]
    [TestCase(100, double.NegativeInfinity, RefusalReasons.NotFinite)]
    public void RefusalOf_Bar_HasAnAverageOfItsVolume(double volume, double vwap, string? expected) =>
        Assert.That(RecordBounds.RefusalOf(Bar(10, volume, vwap)), Is.EqualTo(expected));

    [Test]
    public void RefusalOf_BarWithCountBelowZero_IsOutOfRange() =>
        Assert.That(RecordBounds.RefusalOf(Bar(10, 1, null) with { TradeCount = -1 }), Is.EqualTo(RefusalReasons.OutOfRange));

    [TestCase("split", 0L, 10.0, null)]
    [TestCase("symbol_change", -5L, null, null)]
    [TestCase("split", 366L, 0.1, null)]
    [TestCase("split", 367L, 10.0, RefusalReasons.OutOfRange)]
    [TestCase("split", -20_000L, 10.0, RefusalReasons.OutOfRange)]
    [TestCase("merger", 0L, null, RefusalReasons.OutOfRange)]
    [TestCase("split", 0L, 0.0, RefusalReasons.OutOfRange)]
    [TestCase("split", 0L, double.NaN, RefusalReasons.OutOfRange)]
    public void RefusalOf_CorporateAction_IsOfAKnownKindADayAndARatio(string kind, long days, double? ratio, string? expected)
    {
        var head = Head(Ingest, "AAPL") with { Channel = Channels.CorporateActions };
        var record = new Trade(head, 0, 0, 0, "", [], "", CorporateAction: new CorporateAction(kind, Ingest + (days * Nanos.PerDay), ratio));
        Assert.That(RecordBounds.RefusalOf(record), Is.EqualTo(expected));
        Assert.That(RecordBounds.RefusalOf(record with { Envelope = Head(Ingest, "AAPL") }), Is.EqualTo(RefusalReasons.OutOfRange), "a print has a price");
    }

    [Test]
    public void RefusalOf_CorporateActionThatDeclaresNone_IsOutOfRangeAlsoWithAPrice()
    {
        var head = Head(Ingest, "AAPL") with { Channel = Channels.CorporateActions };
        Assert.That(RecordBounds.RefusalOf(new Trade(head, 1, 10, 100, "V", [], "A")), Is.EqualTo(RefusalReasons.OutOfRange));
    }

    [TestCase("AAPL", 0L, 10, null)]
    [TestCase("AAPL240119C00100000", 0L, 10, RefusalReasons.BadSymbol)]
    [TestCase("AAPL", 11L, 10, RefusalReasons.EventAhead)]
    [TestCase("AAPL", 0L, 60_000, RefusalReasons.TooLong)]
    public void RefusalOf_TradeUpdate_HasASymbolATimeAndALength(string symbol, long secondsAhead, int characters, string? expected)
    {
        var head = Head(Ingest + (secondsAhead * Nanos.PerSecond), symbol);
        var update = new TradeUpdate(head, "paper", "fill", "e", "o", "c", "filled", "1", "1", "1", "1", "1", new string('x', characters));
        Assert.That(RecordBounds.RefusalOf(update), Is.EqualTo(expected));
        Assert.That(RecordBounds.RefusalOf(update with { OrderId = new string('x', 3_000) }), Is.EqualTo(expected ?? RefusalReasons.TooLong));
    }

    private static Envelope Head(long eventTs, string symbol) => new(Ingest, eventTs, "iex", Channels.Trades, symbol, 1, true, Sources.WebSocket, null);

    private static Trade Trade(double price, double size) => new(Head(Ingest, "AAPL"), 1, price, size, "V", [], "C");

    private static Bar Bar(double price, double volume, double? vwap) => new(Head(Ingest, "AAPL"), price, price, price, price, volume, 1, vwap, false);
}

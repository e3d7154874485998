using System.Globalization;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using static Torghut.Ta.Tests.Engine.Scenario;

namespace Torghut.Ta.Tests.Engine;

/// <summary>Memory is bounded by the symbols of a day, however many there were before.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class MemoryTests : IEngineOutput
{
    private const int Hours = 16;
    private const long Mebibyte = 1 << 20;

    private long _offset;

    [Test]
    public void Days_OfEverOtherSymbols_KeepNoMoreThanOneDays() => Check(symbols: 1_000, eventsAnHour: 4, days: 4, limit: 100 * Mebibyte);

    [Test]
    [Category("Drill")]
    public void Drill_TenThousandSymbolsADay_StayWithinAGigabyteAndFlat() => Check(symbols: 10_000, eventsAnHour: 60, days: 3, limit: 1_024 * Mebibyte);

    void IEngineOutput.OnMicrobar(in Microbar bar)
    {
    }

    void IEngineOutput.OnSignal(in Signal signal)
    {
    }

    private void Check(int symbols, int eventsAnHour, int days, long limit)
    {
        var engine = new PartitionEngine(0, new EngineOptions(), this);
        var after = new List<long>();
        for (var day = 0; day < days; day++)
        {
            // Two days apart, so that the day before is over when the next one begins.
            Day(engine, [.. Enumerable.Range(0, symbols).Select(number => Name(day, number))], day * 48 * 3_600L, eventsAnHour);
            after.Add(GC.GetTotalMemory(forceFullCollection: true));
            Assert.That(engine.SymbolCount, Is.EqualTo(symbols), $"day {day}");
        }

        TestContext.Out.WriteLine($"{symbols} symbols a day: {string.Join(", ", after.Select(bytes => bytes / Mebibyte))} MiB after each day");
        Assert.That(after.Max(), Is.LessThan(limit));
        Assert.That(after[^1], Is.LessThan(after[0] * 1.2), "flat");
        GC.KeepAlive(engine);
    }

    private void Day(PartitionEngine engine, string[] symbols, long first, int eventsAnHour)
    {
        for (var turn = 0; turn < Hours * eventsAnHour; turn++)
        {
            var turnStart = Start + ((first + (turn * 3_600L / eventsAnHour)) * Second);
            for (var i = 0; i < symbols.Length; i++)
            {
                var ts = turnStart + (i * (3_000L * Second / eventsAnHour / symbols.Length));
                engine.OnQuote(Quote(symbols[i], ts), _offset);
                engine.OnTrade(Trade(symbols[i], ts), _offset++);
            }

            engine.ClearChanged();
        }
    }

    private static string Name(int day, int number) => string.Create(CultureInfo.InvariantCulture, $"S{(char)('A' + day)}{number}");

    private TradeEvent Trade(string symbol, long ts) => new()
    {
        Symbol = symbol,
        Feed = "sip",
        Tape = 'A',
        Exchange = 'V',
        EventTs = ts,
        IngestTs = ts + 1,
        Seq = _offset,
        Id = _offset,
        OriginalId = _offset,
        Price = 100 + (_offset % 7),
        Size = 10,
    };

    private static QuoteEvent Quote(string symbol, long ts) =>
        new() { Symbol = symbol, EventTs = ts, IngestTs = ts + 1, BidPrice = 99, BidSize = 1, AskPrice = 101, AskSize = 1 };
}

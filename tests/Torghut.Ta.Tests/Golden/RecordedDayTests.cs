using System.Globalization;
using Torghut.Pipeline.Tests.Recorded;
using Torghut.Ta.Compute;
using Torghut.Ta.Conditions;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Golden;

/// <summary>
/// Every symbol and second of a recorded day against the oracle, in both condition modes. TORGHUT_TICKS names a LEAN data folder with
/// 2013-10-07; without it a made day is used.
/// </summary>
[TestFixture]
internal sealed class RecordedDayTests
{
    private static readonly DateOnly Date = new(2013, 10, 7);

    private static readonly (uint Bit, char Code)[] Codes =
    [
        (0x1, '@'), (0x2, 'C'), (0x4, 'N'), (0x8, 'R'), (0x20, 'F'), (0x40, 'O'), (0x80, '6'), (0x100, '5'), (0x200, '4'), (0x400, 'T'),
        (0x800, 'L'), (0x2000, 'T'), (0x4000, 'Z'), (0x20000, 'G'), (0x100000, 'W'), (0x200000, 'X'), (0x400000, 'H'), (0x1000000, 'M'),
        (0x2000000, 'P'), (0x4000000, 'Q'), (0x10000000, 'E'), (0x80000000, 'I'),
    ];

    [TestCase(true)]
    [TestCase(false)]
    public void Run_EverySymbolAndSecond_EqualsTheOracle(bool sip)
    {
        using var day = RecordedDay.Open(Date);
        var sets = TickSet.Find(new ComputeArguments(day.Folder, [], "", OutputFormat.Csv, [], Date));
        foreach (var set in sets)
        {
            var symbol = set.Name.Split(' ')[0];
            var run = new EngineRun();
            new OfflineRun(new EngineOptions { Conditions = sip ? TradeConditionMode.Sip : TradeConditionMode.All }, new Relay(run))
                .Run(set, _ => { }, CancellationToken.None);
            OracleComparison.AssertEqual(run.Bars, run.Signals, TaOracle.Run(Trades(day.Folder, symbol), Quotes(day.Folder, symbol), new OracleSettings(Sip: sip)));
        }

        Assert.That(sets, Is.Not.Empty);
    }

    private static IEnumerable<OracleTrade> Trades(string folder, string symbol) => RecordedTicks.Rows(folder, symbol, Date, "trade").Select((row, index) =>
    {
        var ts = RecordedTicks.UnixMilliseconds(Date, row[0]) * 1_000_000;
        var bits = uint.Parse(row[4], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var codes = string.Concat(Codes.Where(c => (bits & c.Bit) != 0).Select(c => c.Code));
        return new OracleTrade(symbol, ts, index, index, ts, index + 1, row[3], RecordedTicks.Price(row[1]), RecordedTicks.Size(row[2]), codes);
    });

    private static IEnumerable<OracleQuote> Quotes(string folder, string symbol)
    {
        double bid = 0, bidSize = 0, ask = 0, askSize = 0;
        var index = 0;
        foreach (var row in RecordedTicks.Rows(folder, symbol, Date, "quote"))
        {
            if (RecordedTicks.Price(row[1]) > 0) (bid, bidSize) = (RecordedTicks.Price(row[1]), RecordedTicks.Size(row[2]));
            if (RecordedTicks.Price(row[3]) > 0) (ask, askSize) = (RecordedTicks.Price(row[3]), RecordedTicks.Size(row[4]));
            var ts = RecordedTicks.UnixMilliseconds(Date, row[0]) * 1_000_000;
            yield return new OracleQuote(symbol, ts, index, index, ts, bid, bidSize, ask, askSize);
            index++;
        }
    }

    private sealed class Relay(EngineRun run) : IEngineOutput
    {
        public void OnMicrobar(in Contracts.Records.Microbar bar) => run.OnMicrobar(bar);

        public void OnSignal(in Contracts.Records.Signal signal) => run.OnSignal(signal);
    }
}

using System.Globalization;
using Torghut.Pipeline.Tests.Recorded;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Golden;

/// <summary>The events of a LEAN tick file as the oracle takes them; an event's offset is its row.</summary>
internal static class RecordedEvents
{
    private static readonly (uint Bit, char Code)[] Codes =
    [
        (0x1, '@'), (0x2, 'C'), (0x4, 'N'), (0x8, 'R'), (0x20, 'F'), (0x40, 'O'), (0x80, '6'), (0x100, '5'), (0x200, '4'), (0x400, 'T'),
        (0x800, 'L'), (0x2000, 'T'), (0x4000, 'Z'), (0x20000, 'G'), (0x100000, 'W'), (0x200000, 'X'), (0x400000, 'H'), (0x1000000, 'M'),
        (0x2000000, 'P'), (0x4000000, 'Q'), (0x10000000, 'E'), (0x80000000, 'I'),
    ];

    public static IEnumerable<OracleTrade> Trades(string folder, string symbol, DateOnly date) => RecordedTicks.Rows(folder, symbol, date, "trade")
        .Select((row, index) =>
    {
        var ts = RecordedTicks.UnixMilliseconds(date, row[0]) * 1_000_000;
        var bits = uint.Parse(row[4], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var codes = string.Concat(Codes.Where(c => (bits & c.Bit) != 0).Select(c => c.Code));
        return new OracleTrade(symbol, ts, index, index, ts, index + 1, row[3], RecordedTicks.Price(row[1]), RecordedTicks.Size(row[2]), codes);
    });

    /// <summary>A row that leaves a side empty keeps that side's last values.</summary>
    public static IEnumerable<OracleQuote> Quotes(string folder, string symbol, DateOnly date)
    {
        double bid = 0, bidSize = 0, ask = 0, askSize = 0;
        var index = 0;
        foreach (var row in RecordedTicks.Rows(folder, symbol, date, "quote"))
        {
            if (RecordedTicks.Price(row[1]) > 0)
            {
                (bid, bidSize) = (RecordedTicks.Price(row[1]), RecordedTicks.Size(row[2]));
            }

            if (RecordedTicks.Price(row[3]) > 0)
            {
                (ask, askSize) = (RecordedTicks.Price(row[3]), RecordedTicks.Size(row[4]));
            }

            var ts = RecordedTicks.UnixMilliseconds(date, row[0]) * 1_000_000;
            yield return new OracleQuote(symbol, ts, index, index, ts, bid, bidSize, ask, askSize);
            index++;
        }
    }
}

using Torghut.Ta.Tests.Oracle;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>The signals of a recorded day, recomputed from scratch.</summary>
internal static class DayOracle
{
    public static IReadOnlyList<OracleSignal> Signals(string folder, string symbol, DateOnly date) =>
        TaOracle.Run(Trades(folder, symbol, date), Quotes(folder, symbol, date), new OracleSettings(Sip: false)).Signals;

    private static IEnumerable<OracleTrade> Trades(string folder, string symbol, DateOnly date) =>
        RecordedTicks.Rows(folder, symbol, date, "trade").Select((row, index) => new OracleTrade(
            symbol, RecordedTicks.UnixMilliseconds(date, row[0]) * 1_000_000, index, index, 0, index + 1, row[3], RecordedTicks.Price(row[1]),
            RecordedTicks.Size(row[2])));

    /// <summary>A row gives the side that changed; the other side stays as it was.</summary>
    private static IEnumerable<OracleQuote> Quotes(string folder, string symbol, DateOnly date)
    {
        double bid = 0, bidSize = 0, ask = 0, askSize = 0;
        long index = 0;
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

            yield return new OracleQuote(symbol, RecordedTicks.UnixMilliseconds(date, row[0]) * 1_000_000, index, index, 0, bid, bidSize, ask, askSize);
            index++;
        }
    }
}

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>One-second bars straight from a tick file: the few lines that anybody would write to check the pipeline.</summary>
internal static class BarScript
{
    public static Dictionary<long, (double Open, double High, double Low, double Close, double Volume, long Count)> Bars(string folder, string symbol,
        DateOnly date) =>
        RecordedTicks.Rows(folder, symbol, date, "trade")
            .Select(row => (Second: RecordedTicks.UnixMilliseconds(date, row[0]) / 1_000, Price: RecordedTicks.Price(row[1]), Size: RecordedTicks.Size(row[2])))
            .GroupBy(trade => trade.Second)
            .ToDictionary(
                second => second.Key + 1,
                second => (second.First().Price, second.Max(trade => trade.Price), second.Min(trade => trade.Price), second.Last().Price,
                    second.Sum(trade => trade.Size), second.LongCount()));
}

using Torghut.Contracts;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>A derived table as a chart reads it.</summary>
/// <param name="Name">What its files are called.</param>
/// <param name="Table">Where it is.</param>
/// <param name="Columns">Of the answer's rows; the first is the start of the step, epoch seconds.</param>
internal sealed record Series(string Name, string Table, IReadOnlyList<string> Columns)
{
    public static readonly Series Bars = new("bars", DerivedTables.Microbars, ["t", "o", "h", "l", "c", "v", "vwap", "count"]);

    public static readonly Series Signals = new(
        "signals", DerivedTables.Signals,
        [
            "t", "macd", "macdSignal", "macdHist", "ema12", "ema26", "rsi14", "bollMid", "bollUpper", "bollLower", "vwapSession", "vwapW5m", "spread",
            "bidPx", "askPx", "bidSz", "askSz", "volW60s",
        ]);
}

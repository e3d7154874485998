using Torghut.Contracts.Records;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Bench.Ta;

/// <summary>Compares the engine's records with the oracle's, up to the second that the engine has closed.</summary>
internal static class OracleCheck
{
    private const double Tolerance = 1e-9;
    private const double Floor = 1e-3;

    public static void Require(CollectingOutput output, OracleResult oracle, long closedBars, long closedSignals)
    {
        var bars = oracle.Bars.Where(b => b.End <= closedBars).OrderBy(b => b.End).ThenBy(b => b.Symbol, StringComparer.Ordinal).ToList();
        Same(bars.Count, output.Bars.Count, "number of bars");
        foreach (var (actual, expected) in output.Bars.OrderBy(b => b.Envelope.Seq).ThenBy(b => b.Envelope.Symbol, StringComparer.Ordinal).Zip(bars))
        {
            Same(
                (expected.Symbol, expected.End, expected.O, expected.H, expected.L, expected.C, expected.V, expected.Count, expected.First, expected.Last),
                (actual.Envelope.Symbol, actual.Envelope.Seq + 1, actual.Open, actual.High, actual.Low, actual.Close, actual.Volume, actual.Count,
                    actual.Lineage!.Value.FirstOffset, actual.Lineage.Value.LastOffset),
                "bar");
            Close(actual.Vwap, expected.Vwap, "vwap");
        }

        var signals = oracle.Signals.Where(s => s.End <= closedSignals).OrderBy(s => s.End).ThenBy(s => s.Symbol, StringComparer.Ordinal).ToList();
        Same(signals.Count, output.Signals.Count, "number of signals");
        foreach (var (actual, expected) in output.Signals.OrderBy(s => s.Envelope.Seq).ThenBy(s => s.Envelope.Symbol, StringComparer.Ordinal).Zip(signals))
        {
            Signal(actual, expected);
        }
    }

    private static void Signal(in Signal actual, OracleSignal expected)
    {
        Same((expected.Symbol, expected.End), (actual.Envelope.Symbol, actual.Envelope.Seq + 1), "signal");
        Close(actual.Macd?.Value, expected.Macd, "macd");
        Close(actual.Macd?.Signal, expected.MacdSignal, "macd signal");
        Close(actual.Ema?.Ema12, expected.Ema12, "ema12");
        Close(actual.Ema?.Ema26, expected.Ema26, "ema26");
        Close(actual.Rsi14, expected.Rsi, "rsi");
        Close(actual.Bollinger?.Middle, expected.Mid, "bollinger middle");
        Close(actual.Bollinger?.Upper, expected.Upper, "bollinger upper");
        Close(actual.Vwap?.Session, expected.Session, "session vwap");
        Close(actual.Vwap?.Window5m, expected.Window, "window vwap");
        Close(actual.RealizedVolatility, expected.Vol, "volatility");
        Same((expected.Quote?.Bid, expected.Quote?.Ask), (actual.Imbalance?.BidPrice, actual.Imbalance?.AskPrice), "quote");
    }

    private static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new OutputsDifferException($"{what}: the oracle says {expected}, the engine {actual}");
        }
    }

    private static void Close(double? actual, double expected, string what)
    {
        var same = double.IsNaN(expected) ? actual is null : actual is { } value
            && Math.Abs(value - expected) <= Tolerance * Math.Max(Floor, Math.Abs(expected));
        if (!same)
        {
            throw new OutputsDifferException($"{what}: the oracle says {expected:R}, the engine {actual:R}");
        }
    }
}

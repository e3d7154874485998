using Torghut.Contracts.Records;

namespace Torghut.Ta.Tests.Oracle;

/// <summary>Compares what the engine sent with what the oracle says: bars exactly, indicators to 1e-9.</summary>
internal static class OracleComparison
{
    public const double Tolerance = 1e-9;

    /// <param name="bars">The last record of every key; a key is the window's start in epoch seconds and the symbol.</param>
    /// <param name="signals">Likewise.</param>
    public static void AssertEqual(
        IReadOnlyDictionary<(long Seq, string Symbol), Microbar> bars, IReadOnlyDictionary<(long Seq, string Symbol), Signal> signals, OracleResult expected)
    {
        Assert.That(bars.Keys.Select(k => (k.Seq + 1, k.Symbol)), Is.EquivalentTo(expected.Bars.Select(b => (b.End, b.Symbol))));
        foreach (var bar in expected.Bars)
        {
            AssertBar(bars[(bar.End - 1, bar.Symbol)], bar);
        }

        Assert.That(signals.Keys.Select(k => (k.Seq + 1, k.Symbol)), Is.EquivalentTo(expected.Signals.Select(s => (s.End, s.Symbol))));
        foreach (var signal in expected.Signals)
        {
            var key = (signal.End - 1, signal.Symbol);
            AssertSignal(signals[key], signal);
            AssertInputs(signals[key], bars[key], signal);
        }
    }

    private static void AssertBar(in Microbar actual, OracleBar expected)
    {
        var name = $"{expected.Symbol} {expected.End}";
        Assert.That((actual.Open, actual.High, actual.Low, actual.Close, actual.Volume, actual.Count),
            Is.EqualTo((expected.O, expected.H, expected.L, expected.C, expected.V, expected.Count)), name);
        Close(actual.Vwap, expected.Vwap, name + " vwap");
        Assert.That((actual.Envelope.IngestTs, actual.Lineage!.Value.FirstOffset, actual.Lineage.Value.LastOffset),
            Is.EqualTo((expected.Ingest, expected.First, expected.Last)), name + " inputs");
    }

    private static void AssertSignal(in Signal actual, OracleSignal expected)
    {
        var name = $"{expected.Symbol} {expected.End} ";
        Close(actual.Macd?.Value, expected.Macd, name + "macd");
        Close(actual.Macd?.Signal, expected.MacdSignal, name + "macd signal");
        Close(actual.Macd?.Histogram, expected.Macd - expected.MacdSignal, name + "macd histogram");
        Close(actual.Ema?.Ema12, expected.Ema12, name + "ema12");
        Close(actual.Ema?.Ema26, expected.Ema26, name + "ema26");
        Close(actual.Rsi14, expected.Rsi, name + "rsi");
        Close(actual.Bollinger?.Middle, expected.Mid, name + "middle");
        Close(actual.Bollinger?.Upper, expected.Upper, name + "upper");
        Close(actual.Bollinger?.Lower, expected.Lower, name + "lower");
        Close(actual.Vwap?.Session, expected.Session, name + "session vwap");
        Close(actual.Vwap?.Window5m, expected.Window, name + "window vwap");
        Close(actual.RealizedVolatility, expected.Vol, name + "volatility");
        var bid = Side(expected.Quote?.Bid, expected.Quote?.BidSize);
        var ask = Side(expected.Quote?.Ask, expected.Quote?.AskSize);
        var quote = actual.Imbalance;
        Assert.That((quote?.BidPrice, quote?.BidSize, quote?.AskPrice, quote?.AskSize), Is.EqualTo((bid.Price, bid.Size, ask.Price, ask.Size)), name + "quote");
        Assert.That(quote?.Spread, Is.EqualTo(ask.Price - bid.Price), name + "spread");
    }

    /// <summary>A side without a price or a size is no side.</summary>
    private static (double? Price, double? Size) Side(double? price, double? size) => price > 0 && size > 0 ? (price, size) : (null, null);

    /// <summary>A signal comes from its bar's trades and from its quote, and nothing newer.</summary>
    private static void AssertInputs(in Signal actual, in Microbar bar, OracleSignal expected)
    {
        var name = $"{expected.Symbol} {expected.End} inputs";
        Assert.That(actual.Lineage, Is.EqualTo(bar.Lineage), name);
        Assert.That(actual.Envelope.IngestTs, Is.EqualTo(Math.Max(bar.Envelope.IngestTs, expected.Quote?.Ingest ?? 0)), name);
    }

    private static void Close(double? actual, double expected, string name)
    {
        if (double.IsNaN(expected))
        {
            Assert.That(actual, Is.Null, name);
        }
        else if (actual is null || Math.Abs(actual.Value - expected) > Tolerance * Math.Max(1e-3, Math.Abs(expected)))
        {
            Assert.Fail($"{name}: expected {expected:R}, got {actual:R}");
        }
    }
}

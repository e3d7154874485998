using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

/// <summary>64-bit content hashes that tell whether a record differs from the one sent early; never 0.</summary>
internal static class ContentHash
{
    public static ulong Of(in BarValues bar)
    {
        var hash = Mix(0, (ulong)bar.EndSecond);
        hash = Mix(hash, bar.Open);
        hash = Mix(hash, bar.High);
        hash = Mix(hash, bar.Low);
        hash = Mix(hash, bar.Close);
        hash = Mix(hash, bar.Volume);
        hash = Mix(hash, bar.Vwap);
        hash = Mix(hash, unchecked((ulong)bar.Count));
        hash = Mix(hash, unchecked((ulong)bar.IngestTs));
        hash = Mix(hash, unchecked((ulong)bar.FirstOffset));
        return Finish(Mix(hash, unchecked((ulong)bar.LastOffset)));
    }

    public static ulong Of(in PendingSignal signal, in HeldQuote? quote, string? restart)
    {
        var hash = Mix(0, (ulong)signal.EndSecond);
        foreach (var letter in restart ?? "")
        {
            hash = Mix(hash, (ulong)letter);
        }

        hash = Mix(hash, unchecked((ulong)signal.IngestTs));
        hash = Mix(hash, unchecked((ulong)signal.FirstOffset));
        hash = Mix(hash, unchecked((ulong)signal.LastOffset));
        var values = signal.Values;
        hash = Mix(hash, values.Macd);
        hash = Mix(hash, values.MacdSignal);
        hash = Mix(hash, values.Ema12);
        hash = Mix(hash, values.Ema26);
        hash = Mix(hash, values.Rsi14);
        hash = Mix(hash, values.BollingerMiddle);
        hash = Mix(hash, values.BollingerUpper);
        hash = Mix(hash, values.VwapSession);
        hash = Mix(hash, values.VwapWindow);
        hash = Mix(hash, values.RealizedVolatility);
        if (quote is not { } joined)
        {
            return Finish(hash);
        }

        hash = Mix(hash, unchecked((ulong)joined.IngestTs));
        hash = Mix(hash, joined.BidPrice);
        hash = Mix(hash, joined.BidSize);
        hash = Mix(hash, joined.AskPrice);
        return Finish(Mix(hash, joined.AskSize));
    }

    private static ulong Mix(ulong hash, double value) => Mix(hash, BitConverter.DoubleToUInt64Bits(value));

    private static ulong Mix(ulong hash, ulong value) => unchecked(
        System.Numerics.BitOperations.RotateLeft(hash ^ (value * 0x9E3779B97F4A7C15UL), 29) * 0xBF58476D1CE4E5B9UL);

    private static ulong Finish(ulong hash)
    {
        var mixed = unchecked((hash ^ (hash >> 31)) * 0x94D049BB133111EBUL);
        return mixed == 0 ? 1 : mixed;
    }
}

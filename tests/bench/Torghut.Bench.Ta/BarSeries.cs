using Torghut.Ta.Microbars;

namespace Torghut.Bench.Ta;

/// <summary>Bars of one symbol, a second each, the same in every run.</summary>
internal static class BarSeries
{
    /// <summary>04:00 in New York on 2026-04-06.</summary>
    public const long SessionStart = 1_775_462_400;

    private const long FirstEnd = SessionStart + 1;

    public static BarValues[] Make(int count)
    {
        var random = new Random(11);
        var bars = new BarValues[count];
        var close = 180.0;
        for (var i = 0; i < count; i++)
        {
            close = Math.Round(Math.Clamp(close + (random.Next(-8, 9) * 0.01), 100, 300), 2);
            var vwap = close + ((random.NextDouble() - 0.5) * 0.02);
            bars[i] = new BarValues(FirstEnd + i, close, close + 0.02, close - 0.02, close, random.Next(100, 5000), vwap, 40, 0, i, i);
        }

        return bars;
    }

    /// <summary>Writes what indicators look at for another process: end, close, volume, vwap as 64-bit floats.</summary>
    public static void Save(BarValues[] bars, string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (ref readonly var bar in bars.AsSpan())
        {
            writer.Write((double)bar.EndSecond);
            writer.Write(bar.Close);
            writer.Write(bar.Volume);
            writer.Write(bar.Vwap);
        }
    }
}

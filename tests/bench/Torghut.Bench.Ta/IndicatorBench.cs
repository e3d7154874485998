using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;

namespace Torghut.Bench.Ta;

/// <summary>
/// One update of a symbol's indicators. JavaScript libraries do EMA 12 and 26, MACD, RSI and Bollinger bands; ours and the hand-written loop do both
/// vwaps and the volatility as well.
/// </summary>
internal static class IndicatorBench
{
    private const double UpdateTargetNanos = 16;
    private const int VwapSeconds = 300;
    private const int VolatilityBars = 60;
    private const int Columns = 12;
    private const int Bars = 8_000;

    /// <summary>Libraries start their averages differently; after so many bars the start is forgotten.</summary>
    private const int Settled = 2_000;

    /// <summary>Indicators of the libraries, then those of the hand-written loop.</summary>
    private static readonly (string Name, string Peer, int Columns, double Tolerance)[] Libraries =
    [
        ("loop", "hand-written JavaScript", Columns, 1e-6),
        ("technicalindicators", "npm technicalindicators", 9, 1e-6),
        ("trading-signals", "npm trading-signals", 9, 1e-6),
        ("debut", "npm @debut/indicators", 9, 1e-6),
    ];

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        var bars = BarSeries.Make(Bars);
        var directory = Directory.CreateTempSubdirectory("torghut-bench-ta-").FullName;
        try
        {
            var file = Path.Combine(directory, "bars");
            BarSeries.Save(bars, file);
            using var node = new NodeContender("bench-ta.mjs", file);
            await CompareAsync(bars, node, directory, report);
            await TimeAsync(arguments, bars, node, report);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task CompareAsync(BarValues[] bars, NodeContender node, string directory, BenchReport report)
    {
        var ours = Collect(bars);
        foreach (var library in Libraries)
        {
            var file = Path.Combine(directory, library.Name);
            await node.AskAsync(new JsonObject { ["op"] = "collect", ["library"] = library.Name, ["file"] = file });
            var theirs = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();
            Require(ours, theirs, library);
            report.Equal($"indicators: ours and {library.Peer}'s, {library.Columns} columns to {library.Tolerance:0e0} once settled", bars.Length - Settled);
        }
    }

    private static double Update(IndicatorSet set, BarValues[] bars)
    {
        var sum = 0.0;
        foreach (ref readonly var bar in bars.AsSpan())
        {
            set.Update(bar, BarSeries.SessionStart, out var values);
            sum += values.MacdHistogram;
        }

        return sum;
    }

    private static double[] Collect(BarValues[] bars)
    {
        var set = new IndicatorSet(VwapSeconds, VolatilityBars);
        var rows = new double[bars.Length * Columns];
        for (var i = 0; i < bars.Length; i++)
        {
            set.Update(bars[i], BarSeries.SessionStart, out var v);
            double[] row =
            [
                v.Ema12, v.Ema26, v.Macd, v.MacdSignal, v.MacdHistogram, v.Rsi14, v.BollingerMiddle, v.BollingerUpper, v.BollingerLower,
                v.VwapSession, v.VwapWindow, v.RealizedVolatility,
            ];
            row.CopyTo(rows, i * Columns);
        }

        return rows;
    }

    private static void Require(double[] ours, double[] theirs, (string Name, string Peer, int Columns, double Tolerance) library)
    {
        const int rsi = 5;
        for (var i = Settled * Columns; i < ours.Length; i++)
        {
            var column = i % Columns;
            if (column >= library.Columns)
            {
                continue;
            }

            // This library rounds RSI to hundredths.
            var tolerance = library.Name == "technicalindicators" && column == rsi ? 0.00501 : library.Tolerance * Math.Max(1e-3, Math.Abs(ours[i]));
            if (!(Math.Abs(ours[i] - theirs[i]) <= tolerance))
            {
                throw new OutputsDifferException($"{library.Peer}, bar {i / Columns}, column {column}: {theirs[i]:R}, ours {ours[i]:R}");
            }
        }
    }

    private static async Task TimeAsync(BenchArguments arguments, BarValues[] bars, NodeContender node, BenchReport report)
    {
        var repeats = arguments.Pick(50, 1);
        var sum = 0.0;
        Task<Sample> Ours()
        {
            // Bars must come in order: every repetition has a symbol of its own.
            var sets = Enumerable.Range(0, repeats).Select(_ => new IndicatorSet(VwapSeconds, VolatilityBars)).ToArray();
            return Task.FromResult(Measure.Pass((long)bars.Length * repeats, () =>
            {
                foreach (var set in sets)
                {
                    sum += Update(set, bars);
                }
            }));
        }

        var contenders = new List<Func<Task<Sample>>> { Ours };
        contenders.AddRange(
            Libraries.Select(
                library =>
                    (Func<Task<Sample>>)(() =>
                    node.PassAsync((long)bars.Length * repeats, new JsonObject { ["op"] = "pass", ["library"] = library.Name, ["repeats"] = repeats }))));
        await Measure.AlternateAsync(arguments.Pick(4, 1), [.. contenders]);
        var sets = await Measure.AlternateAsync(arguments.Pick(9, 2), [.. contenders]);
        for (var i = 0; i < Libraries.Length; i++)
        {
            var result = new BenchResult($"indicator_update_vs_{Libraries[i].Name}", sets[0].CpuNanos, "ns/update")
            {
                Spread = sets[0].Spread,
                Best =
                sets[0].BestCpuNanos
            };
            report.Add(result.Against(Libraries[i].Peer, sets[i + 1].CpuNanos));
        }

        report.Add(new BenchResult("indicator_update", sets[0].CpuNanos, "ns/update")
        {
            Spread = sets[0].Spread,
            Best = sets[0].BestCpuNanos,
            Note =
            "all seven indicators"
        }.AtMost(UpdateTargetNanos));
        report.Add(new BenchResult("indicator_update_allocated", sets[0].AllocatedBytes, "B/update").AtMost(0));
        GC.KeepAlive(sum);
    }
}

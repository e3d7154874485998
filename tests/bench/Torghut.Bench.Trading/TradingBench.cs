using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Postgres;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Loop;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Bench.Trading;

/// <summary>A signal and a strategy into a decision: evaluated, identified by its hash, sized, made an order and judged by the risk engine.</summary>
internal static class TradingBench
{
    private const double P99TargetMicros = 20;
    private const string Account = "paper";
    private static readonly DateTimeOffset MarketTime = new(2026, 4, 6, 15, 0, 0, TimeSpan.Zero);

    public static async Task<BenchReport> RunAsync(BenchArguments arguments)
    {
        var report = new BenchReport("trading", arguments.Quick);
        var signals = TradingDay.Signals(arguments.Pick(10_000, 500)).Select(signal => new[] { signal }).ToArray();
        var catalogues = TradingDay.Catalogues();
        Compare(signals, catalogues, report);
        var waits = new double[signals.Length * catalogues.Count];
        for (var i = 0; i < arguments.Pick(2, 1); i++)
        {
            Run(signals, catalogues, waits);
        }

        var rounds = new List<(double P50, double P99, double Max)>();
        var samples = new List<Sample>();
        var collections = 0;
        for (var round = 0; round < arguments.Pick(5, 2); round++)
        {
            // The garbage of the measuring itself (a sorted copy of all waits) is none of the decisions'.
            GC.Collect();
            var before = GC.CollectionCount(2);
            samples.Add(Measure.Pass(waits.Length, () => Run(signals, catalogues, waits)));
            collections += GC.CollectionCount(2) - before;
            var percentiles = new Percentiles(waits);
            rounds.Add((percentiles.At(0.5), percentiles.At(0.99), percentiles.At(1)));
        }

        var set = new SampleSet(samples);
        var note = $"{signals.Length} signals × {catalogues.Count} strategies, by the clock, median of {rounds.Count} rounds";
        report.Add(new BenchResult("decision_p50", Median(rounds, r => r.P50), "µs") { Note = note });
        report.Add(new BenchResult("decision_p99", Median(rounds, r => r.P99), "µs") { Spread = Spread(rounds), Note = note }.AtMost(P99TargetMicros));
        report.Add(new BenchResult("decision_max", Median(rounds, r => r.Max), "µs"));
        report.Add(new BenchResult("decision_cpu", set.CpuNanos / 1000, "µs/decision") { Spread = set.Spread, Best = set.BestCpuNanos / 1000 });
        report.Add(new BenchResult("decision_allocated", set.AllocatedBytes, "B/decision"));
        report.Add(new BenchResult("gen2_collections", collections, "collections").AtMost(0));
        await RulesBench.RunAsync(arguments, report);
        await OnTheSandboxAsync(arguments, report);
        return report;
    }

    /// <summary>What needs a database and a broker: the audit chain and whole ticks.</summary>
    private static async Task OnTheSandboxAsync(BenchArguments arguments, BenchReport report)
    {
        var folder = Directory.CreateTempSubdirectory("torghut-bench-trading-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        try
        {
            await using (var postgres = await PostgresServer.StartAsync(new PostgresOptions { DataDirectory = Path.Combine(folder, "postgres") },
                NullLoggerFactory.Instance, CancellationToken.None))
            {
                await AuditBench.RunAsync(arguments, report, postgres);
                await TickBench.RunAsync(arguments, report, folder, postgres);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same signals from scratch give the same decisions, every one of them, through one catalogue or through one for each strategy.</summary>
    private static void Compare(SignalRow[][] signals, IReadOnlyList<StrategyCatalogue> catalogues, BenchReport report)
    {
        var whole = new StrategyCatalogue([.. catalogues.SelectMany(c => c.Strategies)]);
        var (apart, count) = Digest(signals, catalogues);
        var (together, _) = Digest(signals, [whole]);
        if (apart != together)
        {
            throw new OutputsDifferException("The same signals gave other decisions when they were evaluated again.");
        }

        if (count != signals.Length * catalogues.Count)
        {
            throw new OutputsDifferException($"{count} decisions instead of {signals.Length * catalogues.Count}: the signals are not those that were meant.");
        }

        report.Equal("decisions (hash, order, verdict) from one catalogue and, from scratch, strategy by strategy", count);
    }

    private static (string Digest, int Count) Digest(SignalRow[][] signals, IReadOnlyList<StrategyCatalogue> catalogues)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var context = TradingDay.Context();
        var switches = TradingDay.Switches();
        var count = 0;
        foreach (var signal in signals)
        {
            foreach (var catalogue in catalogues)
            {
                foreach (var draft in StrategyEvaluator.Evaluate(signal, catalogue, Account, MarketTime))
                {
                    var (order, _) = OrderProposer.Propose(draft, context);
                    var verdict =
                        RiskEngine.Evaluate(OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, false, switches, context));
                    hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                        CultureInfo.InvariantCulture, $"{draft.Hash} {order.Side} {order.Qty} {order.LimitPrice} {string.Join(',', verdict.Codes)}\n")));
                    count++;
                }
            }
        }

        return (Convert.ToHexString(hash.GetHashAndReset()), count);
    }

    private static void Run(SignalRow[][] signals, IReadOnlyList<StrategyCatalogue> catalogues, double[] waits)
    {
        var context = TradingDay.Context();
        var switches = TradingDay.Switches();
        var next = 0;
        foreach (var signal in signals)
        {
            for (var i = 0; i < catalogues.Count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                foreach (var draft in StrategyEvaluator.Evaluate(signal, catalogues[i], Account, MarketTime))
                {
                    var (order, _) = OrderProposer.Propose(draft, context);
                    RiskEngine.Evaluate(OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, false, switches, context));
                }

                waits[next++] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }
    }

    private static double Median(List<(double P50, double P99, double Max)> rounds, Func<(double P50, double P99, double Max), double> value)
    {
        var sorted = rounds.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static double Spread(List<(double P50, double P99, double Max)> rounds) =>
        (rounds.Max(r => r.P99) - rounds.Min(r => r.P99)) / Median(rounds, r => r.P99);
}

using System.Globalization;
using Torghut.Common.Hosting;
using Torghut.Trading.Backtest;
using Torghut.Trading.Json;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading backtest sweep</c>: a grid of parameters, every point a trial.</summary>
internal static class BacktestSweep
{
    public const string Usage = """
        Usage: torghut-trading backtest sweep --signals avro:FILE --param name=from:to:step [--param …] [--walk-forward train:test] [--parallel N]
               [the options of backtest]

        Runs every combination of the parameters over the same records and prints what came of each, as JSON with --json. With at least 32 days it says how
        probable it is that the best one was found by chance; with --walk-forward it takes the best of train days over the test days that follow. Between the
        two lie as many days as the longest look-back reaches back in these records (purge_days), and after a test one that trains nothing.
        """;

    private const int MostPoints = 10_000;

    public static int Run(CommandContext context, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var (ranges, rest) = (new List<ParameterRange>(), new List<string>());
        var (train, test, parallel) = (0, 0, 1);
        for (var i = 0; i < words.Count; i++)
        {
            var value = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "--param" when ParameterRange.Parse(value) is { } range: ranges.Add(range); i++; break;
                case "--walk-forward" when TryPair(value, out train, out test): i++; break;
                case "--parallel" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out parallel) && parallel is > 0 and <= 64:
                    i++;
                    break;
                case "--param" or "--walk-forward" or "--parallel": return Wrong($"'{words[i]} {value}' is not understood.");
                default: rest.Add(words[i]); break;
            }
        }

        if (BacktestArguments.ParseWithoutCheckpoint(rest, out var problem) is not { } arguments)
        {
            return Wrong(problem!);
        }

        if (ranges.Count == 0 || !arguments.IsFile || ranges.Aggregate(1L, (points, range) => points * range.Values.Count) > MostPoints)
        {
            return Wrong($"A sweep needs --param, at most {MostPoints} points, and a file of signals.");
        }

        if (BacktestCommand.ReadSettings(context, arguments) is not { } settings)
        {
            return ExitCodes.Configuration;
        }

        var ledger = new TrialLedger(arguments.Ledger);
        ledger.Load();
        var gate = new Lock();
        var (strategies, lookback, looks) = (BacktestInputs.Catalogue(arguments.Strategies), new LookbackDays(), 0);
        var results = Sweep.Run(strategies, ranges, parallel, catalogue =>
        {
            // The ledger of one point is written when all of it is known, one after the other.
            var own = new TrialLedger(null);
            // All points read the same signals: one of them counts.
            Action<SignalRow>? seen = Interlocked.Increment(ref looks) == 1 ? lookback.See : null;
            var report = new BacktestJob(arguments, settings, catalogue, BacktestInputs.Costs(arguments)) { Seen = seen }
                .Run(File.OpenRead(arguments.Signals), null, own, _ => { }, cancellationToken);
            lock (gate)
            {
                ledger.Add(own.Last!);
            }

            return report;
        });
        var summary = Sweep.Summary(results, train, test, lookback.Of(LookbackDays.Bars(strategies)));
        Console.Out.Write(arguments.Json ? CanonicalJson.Serialize(summary) + "\n" : Text(summary));
        return ExitCodes.Success;
    }

    private static string Text(JsonMap summary)
    {
        var lines = ((IEnumerable<JsonMap>)summary["points"]!)
            .Select(point => $"{CanonicalText.Of(point["pnl"]!),14}  {point["executions"],6} executions  {CanonicalJson.Serialize((JsonMap)point["parameters"]!)}");
        var overfitting = summary["overfitting_probability"] is double probability
            ? string.Create(CultureInfo.InvariantCulture, $"probability of overfitting {probability:0.00}")
            : summary["insufficient"] as string ?? "one trial";
        return string.Join('\n', lines) + $"\n{summary["trials"]} trials; {overfitting}\n";
    }

    private static bool TryPair(string text, out int first, out int second)
    {
        (first, second) = (0, 0);
        var parts = text.Split(':');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out second) && first > 0 && second > 0;
    }

    private static int Wrong(string problem)
    {
        Console.Error.WriteLine($"torghut-trading backtest sweep: {problem}\n\n{Usage}");
        return ExitCodes.Usage;
    }
}

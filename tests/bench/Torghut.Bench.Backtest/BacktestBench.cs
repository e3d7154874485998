using System.Globalization;
using System.Text.Json;
using Torghut.Bench.Backtest.Naive;
using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Testing;
using Bar = Torghut.Bench.Backtest.Naive.Bar;

namespace Torghut.Bench.Backtest;

/// <summary>
/// Both halves of a backtest and the whole, as processes from cold start to end, against a plain program of the same rules. What they give is compared before
/// anything is timed: bars and quotes exactly, indicators to 1e-9, every decision with its verdict and quantity. A day is short beside the start of two
/// services, so what a further item costs is said too: the difference between a session and its first quarter.
/// </summary>
internal static class BacktestBench
{
    private const string Peer = "an object for every event";
    private const double AtMost = 1.0 / 3;
    private const double Tolerance = 1e-9;
    private const double WholeSeconds = 10;
    private const double MostMegabytes = 300;

    public static async Task<BenchReport> RunAsync(BenchArguments arguments)
    {
        var report = new BenchReport("backtest", arguments.Quick);
        var folder = Directory.CreateTempSubdirectory("torghut-bench-backtest-").FullName;
        try
        {
            await RunAsync(arguments, report, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return report;
    }

    private static async Task RunAsync(BenchArguments arguments, BenchReport report, string folder)
    {
        var (ta, trading) = (Repository.Binary("services/torghut-ta", "torghut-ta"), Repository.Binary("services/torghut-trading", "torghut-trading"));
        var naive = $"'{Environment.ProcessPath}' naive";
        string Compute(string lean) => $"env DOTNET_TieredPGO=0 '{ta}' compute --lean '{lean}' --out -";
        var backtest = $"'{trading}' backtest --costs none --json";

        // A day of four busy symbols is many ticks and few signals; what comes after the signals is measured over many symbols that trade once a second.
        var (busy, morning) = await MakeTwoAsync(report, Path.Combine(folder, "busy"), 4, arguments.Pick(250_000, 20_000));
        var (wide, early) = await MakeTwoAsync(report, Path.Combine(folder, "wide"), arguments.Pick(12, 4), 23_400);
        var rounds = arguments.Pick(5, 1);
        await AddAsync(
            report, "ticks_to_signals", "ns/tick", rounds, (busy, morning), day => day.Ticks, day => $"{Compute(day.Lean)} > /dev/null",
            day => $"{naive} signals '{day.Lean}' > /dev/null");
        await AddAsync(
            report, "signals_to_orders", "ns/signal", rounds, (wide, early), day => day.Signals,
            day => $"{backtest} --signals 'avro:{day.Records}' > /dev/null", day => $"{naive} orders '{day.Csv}' > /dev/null");
        var whole = await AddAsync(
            report, "whole", "ns/tick", rounds, (busy, morning), day => day.Ticks, day => $"{Compute(day.Lean)} | {backtest} --signals - > /dev/null",
            day => $"{naive} whole '{day.Lean}' > /dev/null");
        report.Add(new BenchResult("whole_seconds", whole[0].WallNanos * busy.Ticks / 1e9, "s")
        {
            Note = $"{busy.Ticks} ticks from cold start to report, by the clock",
        }.AtMost(WholeSeconds));
        await AddMemoryAsync(report, "compute", $"{Compute(busy.Lean)} > /dev/null");
        await AddMemoryAsync(report, "backtest", $"{backtest} --signals 'avro:{wide.Records}' > /dev/null");
        var models = await TimedCommand.RunAsync(
            1, $"{Compute(busy.Lean)} | {backtest} --signals - --ticks 'lean:{busy.Lean}' --out '{folder}/out' > /dev/null");
        report.Add(new BenchResult("whole_three_models_seconds", models.WallNanos / 1e9, "s")
        {
            Note = "with the ticks read a second time for the fills of all three models, and the page; by the clock, once",
        });
    }

    /// <summary>A session and its first quarter.</summary>
    private static async Task<(Day Whole, Day Quarter)> MakeTwoAsync(BenchReport report, string home, int symbols, int perSymbol) => (
        await MakeAsync(report, Path.Combine(home, "session"), symbols, perSymbol, TickDay.Quarters),
        await MakeAsync(report, Path.Combine(home, "quarter"), symbols, perSymbol, 1));

    /// <summary>Makes ticks and what both make of them, and compares all of it.</summary>
    private static async Task<Day> MakeAsync(BenchReport report, string home, int symbols, int perSymbol, int quarters)
    {
        var (lean, records, csv) = (Path.Combine(home, "lean"), Path.Combine(home, "signals.avro"), Path.Combine(home, "signals.csv"));
        var (decisions, orders, whole) = (Path.Combine(home, "decisions.jsonl"), Path.Combine(home, "orders.csv"), Path.Combine(home, "whole.csv"));
        TickDay.Write(lean, symbols, perSymbol, quarters);
        var (ta, trading) = (Repository.Binary("services/torghut-ta", "torghut-ta"), Repository.Binary("services/torghut-trading", "torghut-trading"));
        var naive = $"'{Environment.ProcessPath}' naive";
        await TimedCommand.RunAsync(1, $"'{ta}' compute --lean '{lean}' --out - > '{records}'");
        await TimedCommand.RunAsync(1, $"'{trading}' backtest --costs none --json --signals 'avro:{records}' --decisions '{decisions}' > /dev/null");
        await TimedCommand.RunAsync(1, $"{naive} signals '{lean}' > '{csv}'");
        await TimedCommand.RunAsync(1, $"{naive} orders '{csv}' > '{orders}'");
        await TimedCommand.RunAsync(1, $"{naive} whole '{lean}' > '{whole}'");
        var signals = CompareSignals(report, records, csv);
        var ours = File.ReadLines(decisions).Select(Decision).ToList();
        report.RequireEqual("decisions", Peer, ours, [.. File.ReadLines(orders)]);
        report.RequireEqual("decisions of the whole", Peer, ours, [.. File.ReadLines(whole)]);
        return new Day(lean, records, csv, 2L * symbols * (perSymbol * quarters / TickDay.Quarters), signals);
    }

    private static async Task AddMemoryAsync(BenchReport report, string name, string command)
    {
        var peak = await TimedCommand.PeakAsync(command);
        report.Add(new BenchResult($"{name}_memory", peak / 1e6, "MB") { Note = "the most that the process held, once" }.AtMost(MostMegabytes));
    }

    private static async Task<IReadOnlyList<SampleSet>> AddAsync(
        BenchReport report, string name, string unit, int rounds, (Day Whole, Day Quarter) days, Func<Day, long> count, Func<Day, string> ours,
        Func<Day, string> naive)
    {
        var (items, few) = (count(days.Whole), count(days.Quarter));
        var samples = await Measure.AlternateAsync(
            rounds,
            () => TimedCommand.RunAsync(items, ours(days.Whole)),
            () => TimedCommand.RunAsync(items, naive(days.Whole)),
            () => TimedCommand.RunAsync(few, ours(days.Quarter)),
            () => TimedCommand.RunAsync(few, naive(days.Quarter)));
        report.Add(new BenchResult(name, samples[0].CpuNanos, unit)
        {
            Spread = samples[0].Spread,
            Best = samples[0].BestCpuNanos,
            Note = $"{items} of them, processor time of whole processes",
        }.Against(Peer, samples[1].CpuNanos).RatioAtMost(AtMost));

        double Further(SampleSet all, SampleSet first) => ((all.BestCpuNanos * items) - (first.BestCpuNanos * few)) / (items - few);
        report.Add(new BenchResult($"{name}_further", Further(samples[0], samples[2]), unit)
        {
            Note = $"the best run over {items} less the best over the first {few}: without the start of the processes",
        }.Against(Peer, Further(samples[1], samples[3])).RatioAtMost(AtMost));
        return samples;
    }

    /// <returns>How many signals there are.</returns>
    private static long CompareSignals(BenchReport report, string records, string naive)
    {
        using var reader = new DerivedStreamReader(File.OpenRead(records));
        var bars = new Dictionary<string, Microbar>(StringComparer.Ordinal);
        using var lines = File.ReadLines(naive).GetEnumerator();
        var count = 0L;
        int branch;
        while ((branch = reader.Read(out var bar, out var signal)) >= 0)
        {
            if (branch == DerivedStream.MicrobarBranch)
            {
                bars[bar.Envelope.Symbol] = bar;
                continue;
            }

            count++;
            var ours = Line(bars[signal.Envelope.Symbol], signal);
            if (!lines.MoveNext() || !Same(ours, lines.Current))
            {
                throw new OutputsDifferException($"signal {count}: {Peer} has {lines.Current}, ours is {ours}");
            }
        }

        if (count == 0 || lines.MoveNext())
        {
            throw new OutputsDifferException($"ours are {count} signals, {Peer} has others");
        }

        report.Equal($"bars and signals: ours and those of {Peer}, bars and quotes exactly, indicators to 1e-9", count);
        return count;
    }

    private static string Line(in Microbar bar, in Signal signal) => NaiveProgram.Line(
        new Bar(
            bar.Envelope.Symbol, Nanos.ToInstant(bar.Envelope.EventTs), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Vwap ?? double.NaN),
        new Indicators(
            signal.Envelope.Symbol, Nanos.ToInstant(signal.Envelope.EventTs), signal.Macd!.Value.Value, signal.Macd.Value.Signal, signal.Ema!.Value.Ema12,
            signal.Ema.Value.Ema26, signal.Rsi14, signal.Imbalance?.BidPrice, signal.Imbalance?.AskPrice)
        {
            BollingerMiddle = signal.Bollinger?.Middle,
            BollingerUpper = signal.Bollinger?.Upper,
            BollingerLower = signal.Bollinger?.Lower,
            SessionVwap = signal.Vwap?.Session,
            WindowVwap = signal.Vwap?.Window5m,
            Volatility = signal.RealizedVolatility,
        });

    private static bool Same(string ours, string theirs)
    {
        var (left, right) = (ours.Split(','), theirs.Split(','));
        return left.Length == right.Length && left.Zip(right).All(pair => pair.First == pair.Second || Close(pair.First, pair.Second));
    }

    private static bool Close(string left, string right) =>
        double.TryParse(left, CultureInfo.InvariantCulture, out var one) && double.TryParse(right, CultureInfo.InvariantCulture, out var other)
        && Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Abs(one));

    private static string Decision(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new Order(
            root.GetProperty("symbol").GetString()!,
            root.GetProperty("event_ts").GetDateTimeOffset(),
            root.GetProperty("action").GetString() == "buy",
            root.GetProperty("approved").GetBoolean(),
            decimal.Parse(root.GetProperty("order").GetProperty("qty").ToString(), CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>Ticks, and what was made of them.</summary>
    private sealed record Day(string Lean, string Records, string Csv, long Ticks, long Signals);
}

using System.Globalization;
using Torghut.Common.Hosting;
using Torghut.Trading.Backtest;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading backtest lookahead</c>: whether anything before an instant depends on what comes after it.</summary>
internal static class BacktestLookahead
{
    public const string Usage = """
        Usage: torghut-trading backtest lookahead --signals avro:FILE [--cut TIME=FILE …] [--start TIME=FILE …] [the options of backtest]

        Compares bars, signals and decisions up to each TIME (2013-10-07T15:00:00Z) with those of a FILE that torghut-ta compute --until TIME --out - wrote:
        they must be the same. build/backtest lookahead makes the files. Without --cut the stream itself is cut at ten instants, which tests the strategies alone.
        With --start, FILE is what torghut-ta compute --since TIME --out - wrote: for every feature it says after how many bars it no longer depends on where
        the data began. The exit code is 0, or 65 with the first difference, or when nothing was compared.
        """;

    private const int Cuts = 10;

    public static int Run(CommandContext context, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var (cuts, starts, rest) = (new List<(DateTimeOffset At, string Path)>(), new List<(DateTimeOffset At, string Path)>(), new List<string>());
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is not ("--cut" or "--start"))
            {
                rest.Add(words[i]);
                continue;
            }

            if (i + 1 == words.Count || Cut(words[i + 1]) is not { } cut)
            {
                return Wrong($"{words[i]} needs TIME=FILE.");
            }

            (words[i] == "--cut" ? cuts : starts).Add(cut);
            i++;
        }

        if (BacktestArguments.ParseWithoutCheckpoint(rest, out var problem) is not { } arguments || !arguments.IsFile)
        {
            return Wrong(problem ?? "It reads the signals again and again and needs a file.");
        }

        if (BacktestCommand.ReadSettings(context, arguments) is not { } settings)
        {
            return ExitCodes.Configuration;
        }

        var (catalogue, costs) = (BacktestInputs.Catalogue(arguments.Strategies), BacktestInputs.Costs(arguments));
        void Decide(Stream records, TextWriter decisions) =>
            new BacktestJob(arguments, settings, catalogue, costs).Run(records, decisions, new TrialLedger(null), _ => { }, cancellationToken);

        var records = File.ReadAllBytes(arguments.Signals);
        var whole = LookaheadCheck.Read(records, Decide);
        var others = cuts.Count > 0
            ? cuts.Select(cut => (cut.At, Records: File.ReadAllBytes(cut.Path)))
            : StreamCuts.Of(records, Cuts);
        var (compared, lines) = (0, 0);
        foreach (var (at, other) in others)
        {
            lines += whole.Count(line => line.At <= at);
            if (LookaheadCheck.Difference(whole, LookaheadCheck.Read(other, Decide), at) is { } difference)
            {
                Console.Error.WriteLine($"torghut-trading backtest lookahead: {difference}");
                return ExitCodes.Data;
            }

            compared++;
        }

        if (lines == 0)
        {
            return Nothing("no bar or signal comes before a cut");
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{whole.Count} bars, signals and decisions; the same at {compared} cuts"));
        if (starts.Count > 0)
        {
            var needed = StartupSweep.Of(records, starts.Select(start => File.ReadAllBytes(start.Path)));
            if (needed.Count == 0)
            {
                return Nothing("no signal of a start is of a time of the whole");
            }

            Console.Out.WriteLine(StartupSweep.Text(needed));
        }

        return ExitCodes.Success;
    }

    /// <summary>What compared nothing proved nothing, and must not end as if it had.</summary>
    private static int Nothing(string why)
    {
        Console.Error.WriteLine($"torghut-trading backtest lookahead: nothing was compared: {why}");
        return ExitCodes.Data;
    }

    private static (DateTimeOffset At, string Path)? Cut(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && DateTimeOffset.TryParseExact(
            parts[0], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? (at, parts[1]) : null;
    }

    private static int Wrong(string problem)
    {
        Console.Error.WriteLine($"torghut-trading backtest lookahead: {problem}\n\n{Usage}");
        return ExitCodes.Usage;
    }
}

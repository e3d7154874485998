using System.Globalization;

namespace Torghut.Trading.Backtest;

/// <summary>The command line of <c>torghut-trading backtest</c>.</summary>
internal sealed record BacktestArguments
{
    public const string Usage = """
        Usage: torghut-trading backtest --signals avro:FILE|-|clickhouse:[URL] [--strategies FILE] [--ticks lean:DIR|avro:FILE] [--from DAY] [--to DAY] [--symbols A,B] [--cash 100000]
               [--fills touch|quote|queue] [--latency-ms 150] [--costs FILE|none] [--impact-bps 0]
               [--risk-free 0] [--periods-a-year 252] [--out DIR] [--ledger FILE] [--decisions FILE|-] [--command TEXT]
               [--checkpoint FILE] [--checkpoint-records 1000000] [--json]

        Runs strategies over recorded signals with the code and the TRADING_* settings of the service, in one process, without network or database.
          --signals SRC    what torghut-ta compute --out - wrote: avro:FILE, or - for standard input;
                           clickhouse: reads what torghut-ta stored of the days --from to --to, by the keys TA_CLICKHOUSE_*, or at another URL
          --strategies     catalogue, YAML or JSON; the shipped one by default
          --ticks lean:DIR quotes and trades that orders fill by; without them only touch fills; or avro:FILE, object container files of trades and of quotes
                           by the contract's schemas, one --ticks each
          --from, --to     New York days, YYYY-MM-DD; all that is recorded by default
          --symbols A,B    only these; all by default
          --cash USD       100000 by default
          --fills          whose figures come first: touch (at once at the price the strategy saw: an upper bound), quote (after the latency, against the quote
                           then in force), queue (what rests waits for its turn); the report has all
          --latency-ms     from a decision to its order's arrival; 150 by default
          --costs FILE     fees by date: fee,from,to,rate,max,source; none for none; the shipped table by default
          --impact-bps     how far an order is assumed to move the price against itself
          --risk-free      risk-free rate a year, as a fraction (0.04 is 4 %), taken off before ratios; 0 by default
          --periods-a-year sessions a year, by which ratios are annualised; 252 by default
          --out DIR        gets report.html, report.json and decisions.jsonl
          --ledger FILE    trials so far, appended to; DIR/trials.jsonl by default
          --decisions      every decision as a line of JSON, to a file or standard output
          --checkpoint     a file that keeps how far the run is; when it was killed, the same command goes on from there and its report is the same to the byte.
                           A run that ends removes it; one of another run, data or version is refused
          --checkpoint-records
                           records between two checkpoints; 1000000 by default
          --json           the report as JSON on standard output
          --command TEXT   what the report names to run it again, where another command runs this one

        The exit code is 0, or 1 with the reason on standard error.
        """;

    private const string CheckpointWord = "--checkpoint";
    private const string CheckpointRecordsWord = "--checkpoint-records";

    public string? Strategies { get; init; }

    /// <summary>File of signals and bars; <c>-</c> for standard input; empty where they are stored.</summary>
    public string Signals { get; init; } = "";

    /// <summary>Whether signals and bars are read where torghut-ta stores them.</summary>
    public bool Stored { get; init; }

    /// <summary>Where that is; null for the service's own.</summary>
    public Uri? ClickHouse { get; init; }

    /// <summary>Whether they are a file, which can be read more than once.</summary>
    public bool IsFile => !Stored && Signals != "-";

    /// <summary>LEAN data folder, or null.</summary>
    public string? LeanTicks { get; init; }

    /// <summary>Avro files of trades and quotes; none for none.</summary>
    public IReadOnlyList<string> AvroTicks { get; init; } = [];

    public DateOnly From { get; init; } = DateOnly.MinValue;

    public DateOnly To { get; init; } = DateOnly.MaxValue;

    /// <summary>Null for all.</summary>
    public IReadOnlySet<string>? Symbols { get; init; }

    public decimal Cash { get; init; } = 100_000;

    public FillKind Fills { get; init; } = FillKind.Touch;

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>A file, <c>none</c>, or null for the shipped table.</summary>
    public string? Costs { get; init; }

    public decimal ImpactBps { get; init; }

    /// <summary>Risk-free rate a year, as a fraction.</summary>
    public double RiskFree { get; init; }

    /// <summary>Sessions a year.</summary>
    public double PeriodsAYear { get; init; } = ReturnStatistics.UsualPeriodsAYear;

    public string? Out { get; init; }

    public string? Ledger { get; init; }

    public string? Decisions { get; init; }

    /// <summary>Where the state of a run that is under way is kept; null for nowhere.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Records between two checkpoints.</summary>
    public long CheckpointRecords { get; init; } = 1_000_000;

    public bool Json { get; init; }

    /// <summary>What a report names to run it again; null for this command line.</summary>
    public string? Command { get; init; }

    /// <summary>The words, to run it again; without those that change nothing of what comes out.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Parses the words after <c>backtest</c>; null with a problem when they are wrong.</summary>
    public static BacktestArguments? Parse(IReadOnlyList<string> words, out string? problem)
    {
        var result = new BacktestArguments { Words = Deciding(words) };
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--json")
            {
                result = result with { Json = true };
                continue;
            }

            if (i + 1 == words.Count)
            {
                problem = $"{words[i]} is not understood, or needs a value.";
                return null;
            }

            if (result.With(words[i], words[i + 1]) is not { } more)
            {
                problem = $"'{words[i]} {words[i + 1]}' is not understood.";
                return null;
            }

            result = more;
            i++;
        }

        problem = result switch
        {
            { Signals: "", Stored: false } => "--signals is missing.",
            { LeanTicks: null, AvroTicks.Count: 0, Fills: not FillKind.Touch } => "--fills quote and queue need --ticks.",
            { LeanTicks: not null, AvroTicks.Count: > 0 } => "--ticks names a LEAN folder or Avro files, not both.",
            { Checkpoint: not null, Decisions: "-" } => "--checkpoint needs decisions in a file, not on standard output.",
            _ when result.From > result.To => "--from is after --to.",
            _ => null,
        };
        return problem is null ? result : null;
    }

    /// <summary>The same for a command that keeps no checkpoints: whoever asks it for one would find none after a kill.</summary>
    public static BacktestArguments? ParseWithoutCheckpoint(IReadOnlyList<string> words, out string? problem)
    {
        var arguments = Parse(words, out problem);
        if (arguments is null || !words.Any(IsCheckpoint))
        {
            return arguments;
        }

        problem = $"{CheckpointWord} and {CheckpointRecordsWord} are of a single backtest; this command keeps no checkpoints and begins at the beginning.";
        return null;
    }

    private BacktestArguments? With(string word, string value) => word switch
    {
        "--strategies" => this with { Strategies = value },
        "--signals" when value == "-" => this with { Signals = value },
        "--signals" when value.StartsWith("avro:", StringComparison.Ordinal) => this with { Signals = value["avro:".Length..] },
        "--signals" when value == "clickhouse:" => this with { Stored = true },
        "--signals" when value.StartsWith("clickhouse:", StringComparison.Ordinal) && Address(value["clickhouse:".Length..]) is { } url
            => this with { Stored = true, ClickHouse = url },
        "--ticks" when value.StartsWith("lean:", StringComparison.Ordinal) => this with { LeanTicks = value["lean:".Length..] },
        "--ticks" when value.StartsWith("avro:", StringComparison.Ordinal) => this with { AvroTicks = [.. AvroTicks, value["avro:".Length..]] },
        "--from" when Day(value) is { } day => this with { From = day },
        "--to" when Day(value) is { } day => this with { To = day },
        "--symbols" => this with
        {
            Symbols = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal),
        },
        "--cash" when Number(value) is { } cash and > 0 => this with { Cash = cash },
        "--fills" when value is "touch" or "quote" or "queue" => this with { Fills = Enum.Parse<FillKind>(value, ignoreCase: true) },
        "--latency-ms" when Number(value) is { } latency and >= 0 and <= 60_000 => this with { Latency = TimeSpan.FromMilliseconds((double)latency) },
        "--costs" => this with { Costs = value },
        "--impact-bps" when Number(value) is { } impact and >= 0 and <= 1_000 => this with { ImpactBps = impact },
        "--risk-free" when Number(value) is { } rate and <= 1 => this with { RiskFree = (double)rate },
        "--periods-a-year" when Number(value) is { } periods and >= 1 and <= 366 => this with { PeriodsAYear = (double)periods },
        "--out" => this with { Out = value },
        "--ledger" => this with { Ledger = value },
        "--decisions" => this with { Decisions = value },
        "--command" => this with { Command = value },
        CheckpointWord => this with { Checkpoint = value },
        CheckpointRecordsWord when Number(value) is { } records and >= 1 and <= 1_000_000_000 => this with { CheckpointRecords = (long)records },
        _ => null,
    };

    private static IReadOnlyList<string> Deciding(IReadOnlyList<string> words) =>
        [.. words.Where((word, i) => !IsCheckpoint(word) && (i == 0 || !IsCheckpoint(words[i - 1])))];

    private static bool IsCheckpoint(string word) => word is CheckpointWord or CheckpointRecordsWord;

    private static Uri? Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using System.Globalization;
using Torghut.Contracts.Time;

namespace Torghut.Ta.Compute;

/// <summary>The command line of <c>torghut-ta compute</c>.</summary>
/// <param name="Lean">LEAN data folder; null when Avro files are given.</param>
/// <param name="Avro">Avro object container files of trades and quotes.</param>
/// <param name="Symbols">Only these; empty for all.</param>
/// <param name="Date">Only this day; null for all.</param>
internal sealed record ComputeArguments(
    string? Lean, IReadOnlyList<string> Avro, string Out, OutputFormat Format, IReadOnlyList<string> Symbols, DateOnly? Date)
{
    public const string Usage = """
        Usage: torghut-ta compute (--lean DIR | --avro FILE [--avro FILE]) --out DIR|- [--format avro|csv] [--symbols A,B] [--date YYYY-MM-DD] [--since TIME]
               [--until TIME]

        Computes microbars and signals from files, with the same engine and the same TA_* settings as the service.
          --lean DIR      LEAN data folder: equity/usa/tick/<symbol>/<yyyymmdd>_{trade,quote}.zip
          --avro FILE     object container file of trades or of quotes, by the contract's schemas
          --out DIR       gets microbars.csv and signals.csv, or .avro
          --out -         one Avro container file of both to standard output, in the order of event time, as torghut-trading backtest reads it
          --format        csv (default), or avro: object container files by the contract's schemas
          --symbols A,B   only these; all by default
          --date DAY      only this day; all by default
          --since TIME    only ticks from it on: how long what is computed depends on where the data began
          --until TIME    only ticks before it, for example 2013-10-07T15:00:00Z: what is computed up to then must not depend on what comes later

        Progress goes to standard error, one line of totals to standard output, or to standard error where the results go to standard output.
        """;

    /// <summary>Ticks before this are passed over, nanoseconds since the Unix epoch.</summary>
    public long Since { get; init; } = long.MinValue;

    /// <summary>Ticks from here on are not read, nanoseconds since the Unix epoch.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>Whether results go to standard output.</summary>
    public bool IsStream => Out == "-";

    /// <summary>Parses the words after <c>compute</c>; null with a problem when they are wrong.</summary>
    public static ComputeArguments? Parse(IReadOnlyList<string> words, out string? problem)
    {
        string? lean = null, output = null;
        List<string> avro = [], symbols = [];
        var format = OutputFormat.Csv;
        var (since, until) = (long.MinValue, long.MaxValue);
        DateOnly? date = null;
        for (var i = 0; i < words.Count; i += 2)
        {
            if (i + 1 == words.Count)
            {
                return Fail($"{words[i]} needs a value.", out problem);
            }

            var value = words[i + 1];
            switch (words[i])
            {
                case "--lean": lean = value; break;
                case "--avro": avro.Add(value); break;
                case "--out": output = value; break;
                case "--symbols": symbols.AddRange(value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)); break;
                case "--format" when Enum.TryParse(value, ignoreCase: true, out format) && Enum.IsDefined(format): break;
                case "--date" when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                    date = day;
                    break;
                case "--since" when Time(value) is { } start: since = start; break;
                case "--until" when Time(value) is { } end: until = end; break;
                default: return Fail($"'{words[i]} {value}' is not understood.", out problem);
            }
        }

        if (output is null)
        {
            return Fail("--out is missing.", out problem);
        }

        if (lean is null == (avro.Count == 0))
        {
            return Fail("Give either --lean or --avro.", out problem);
        }

        problem = null;
        return new ComputeArguments(lean, avro, output, format, symbols, date) { Since = since, Until = until };
    }

    private static long? Time(string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Nanos.Of(at) : null;

    private static ComputeArguments? Fail(string what, out string? problem)
    {
        problem = what;
        return null;
    }
}

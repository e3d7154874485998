using System.Globalization;

namespace Torghut.Ws.Replay;

/// <summary>The words after <c>torghut-ws replay</c>.</summary>
internal sealed record ReplayArguments
{
    public const string Usage =
        """
        Usage: torghut-ws replay (--file FILE | --lean DIR --date YYYY-MM-DD [--symbols A,B]) [--topic-prefix P] [--speed N] [--feed NAME] [--progress FILE]

          --file FILE        messages in Alpaca's JSON, one array or object a line
          --lean DIR         a LEAN data folder, the one that holds equity/usa/tick
          --topic-prefix P   put before every topic's name; missing topics and schemas are made
          --speed N          market time per real time; 0, the default, as fast as Kafka takes it
          --feed NAME        feed named in every record; default replay
          --progress FILE    where the position is kept; a run that finds it goes on from there

        Kafka and the registry come from the same keys as for the service.
        """;

    public string? File { get; init; }

    public string? Lean { get; init; }

    public DateOnly? Date { get; init; }

    public IReadOnlyList<string> Symbols { get; init; } = [];

    public string TopicPrefix { get; init; } = "";

    public double Speed { get; init; }

    public string Feed { get; init; } = "replay";

    public string? Progress { get; init; }

    /// <exception cref="FormatException">A word is not known, a value is missing or wrong, or there is not exactly one source.</exception>
    public static ReplayArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new ReplayArguments();
        for (var i = 0; i < words.Count; i += 2)
        {
            var value = i + 1 < words.Count ? words[i + 1] : throw new FormatException($"{words[i]} needs a value.");
            arguments = words[i] switch
            {
                "--file" => arguments with { File = value },
                "--lean" => arguments with { Lean = value },
                "--date" => arguments with { Date = ReadDate(value) },
                "--symbols" => arguments with { Symbols = value.ToUpperInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries) },
                "--topic-prefix" => arguments with { TopicPrefix = value },
                "--speed" => arguments with { Speed = ReadSpeed(value) },
                "--feed" => arguments with { Feed = value },
                "--progress" => arguments with { Progress = value },
                _ => throw new FormatException($"'{words[i]}' is not known here."),
            };
        }

        if (arguments.File is null == arguments.Lean is null || (arguments.Lean is not null && arguments.Date is null))
        {
            throw new FormatException("Either --file, or --lean with --date, must be given.");
        }

        return arguments;
    }

    private static DateOnly ReadDate(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw new FormatException("--date expects YYYY-MM-DD.");

    private static double ReadSpeed(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && double.IsFinite(speed)
            ? speed
            : throw new FormatException("--speed expects a number of at least 0.");
}

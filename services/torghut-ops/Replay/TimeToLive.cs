using System.Text.RegularExpressions;

namespace Torghut.Ops.Replay;

/// <summary>
/// When ClickHouse lets rows of a table expire, as its statement says: of several rules the earliest counts, and one with a condition as if it had none. What
/// only moves or compresses rows does not count. What is not understood is kept as it stands, for a person
/// (<see href="https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/mergetree#table_engine-mergetree-ttl">TTL of a table</see>).
/// </summary>
internal sealed partial class TimeToLive
{
    private const int MostShown = 120;

    private readonly IReadOnlyList<Func<DateTimeOffset, DateTimeOffset>> _rules;

    private TimeToLive(IReadOnlyList<Func<DateTimeOffset, DateTimeOffset>> rules, string text, string? unreadable) =>
        (_rules, Text, Unreadable) = (rules, text, unreadable);

    /// <summary>The clause as the server shows it; empty for none, where rows stay for ever.</summary>
    public string Text { get; }

    /// <summary>What of it is not understood; null when all is.</summary>
    public string? Unreadable { get; }

    /// <param name="statement">The table's <c>create_table_query</c>.</param>
    public static TimeToLive Of(string statement)
    {
        // What stands in quotes is no word of the statement; of the names of time zones only those of UTC are understood.
        statement = Quoted().Replace(
            statement, quoted => quoted.Value is "'UTC'" or "'Etc/UTC'" ? quoted.Value : "'" + new string('_', quoted.Length - 2) + "'");
        var words = Words(statement);
        var engine = Math.Max(words.FindIndex(word => word is { Depth: 0, Name: "ENGINE" }), 0);
        if (words.FindIndex(0, engine, word => word.Name == "TTL") is >= 0 and var column)
        {
            return new([], "", "a column has one of its own, " + Shown(statement[words[column].At..]));
        }

        if (words.FindIndex(engine, word => word is { Depth: 0, Name: "TTL" }) is not (>= 0 and var begin))
        {
            return new([], "", null);
        }

        var end = words.FindIndex(begin, word => word is { Depth: 0, Name: "SETTINGS" or "COMMENT" });
        var text = statement[(words[begin].At + "TTL".Length)..(end < 0 ? statement.Length : words[end].At)].Trim();
        var rules = new List<Func<DateTimeOffset, DateTimeOffset>>();
        foreach (var part in Parts(text).Where(part => !Moves().IsMatch(part)))
        {
            if (ExpiryExpression.Parse(Condition().Replace(part, "")) is not { } rule)
            {
                return new([], text, Shown(part));
            }

            rules.Add(rule);
        }

        return new(rules, text, null);
    }

    /// <summary>When a row of that event time expires; null for never.</summary>
    public DateTimeOffset? ExpiryOf(DateTimeOffset time) => _rules.Count == 0 ? null : _rules.Min(rule => rule(time));

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";

    /// <summary>Words in capitals, where they stand, and in how many parentheses.</summary>
    private static List<(string Name, int At, int Depth)> Words(string text)
    {
        var depth = 0;
        var words = new List<(string, int, int)>();
        foreach (var token in Token().Matches(text).Cast<Match>())
        {
            depth += token.Value == "(" ? 1 : token.Value == ")" ? -1 : 0;
            if (char.IsAsciiLetter(token.Value[0]))
            {
                words.Add((token.Value.ToUpperInvariant(), token.Index, depth));
            }
        }

        return words;
    }

    /// <summary>Splits at the commas that stand in no parentheses.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var (depth, begin) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (text[at] == ',' && depth == 0)
            {
                yield return text[begin..at].Trim();
                begin = at + 1;
            }
        }

        yield return text[begin..].Trim();
    }

    [GeneratedRegex(@"'(?:\\.|''|[^'\\])*'", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"`(?:\\.|[^`\\])*`|""(?:\\.|[^""\\])*""|[A-Za-z_][A-Za-z0-9_]*|[()]", RegexOptions.Singleline)]
    private static partial Regex Token();

    [GeneratedRegex(@"\bTO\s+(?:DISK|VOLUME)\b|\bRECOMPRESS\b", RegexOptions.IgnoreCase)]
    private static partial Regex Moves();

    [GeneratedRegex(@"\s+(?:DELETE|WHERE|GROUP\s+BY)\b.*\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Condition();
}

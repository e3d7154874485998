using System.Globalization;
using Torghut.Contracts.Market;

namespace Torghut.Ops.Http;

/// <summary>
/// Reads a route's query, which may come from anyone: every value is bounded in length and in meaning. A parameter without text is not given.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>Longest value of any parameter, characters: a list of 32 symbols, or a position in every partition.</summary>
    public const int MaxLength = 1024;

    /// <summary>The first day and the first that is too late: prices before are not kept by anybody here, and days far ahead are a mistake.</summary>
    public static readonly DateOnly FirstDay = new(2000, 1, 1);

    /// <inheritdoc cref="FirstDay"/>
    public static readonly DateOnly EndOfDays = new(2100, 1, 1);

    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public QueryReader(HttpRequest request) : this(request.Query)
    {
    }

    /// <summary>Refuses what the route does not know, what is given twice and what is too long.</summary>
    /// <exception cref="BadQueryException">One is so.</exception>
    public void Check(IReadOnlyList<QueryParameter> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Any(parameter => parameter.Name == name))
            {
                throw new BadQueryException(Printable(name), "this route has no such parameter");
            }

            if (values.Count != 1)
            {
                throw new BadQueryException(name, "it may be given once");
            }

            if (values[0] is { Length: > MaxLength })
            {
                throw new BadQueryException(name, $"at most {MaxLength} characters");
            }
        }
    }

    /// <summary>Any text without control characters; null when it is not given.</summary>
    /// <exception cref="BadQueryException">It is longer, or no text.</exception>
    public string? Text(string name, int maxLength)
    {
        if (Given(name) is not { } text)
        {
            return null;
        }

        return text.Length <= maxLength && !text.Any(character => char.IsControl(character) || char.IsSurrogate(character) || character == '\uFFFD')
            ? text
            : throw new BadQueryException(name, $"text of at most {maxLength} printable characters");
    }

    /// <exception cref="BadQueryException">It is not given, or no symbol.</exception>
    public string Symbol(string name = "symbol") => OptionalSymbol(name) ?? throw new BadQueryException(name, SymbolGrammar.Expected);

    /// <exception cref="BadQueryException">It is no symbol.</exception>
    public string? OptionalSymbol(string name = "symbol") => Given(name) is not { } text ? null
        : SymbolGrammar.IsValid(text) ? text : throw new BadQueryException(name, SymbolGrammar.Expected);

    /// <summary>Symbols with commas between them, each once.</summary>
    /// <exception cref="BadQueryException">There is none, one is no symbol, or they are too many.</exception>
    public IReadOnlyList<string> Symbols(string name, int most)
    {
        var expected = $"1 to {most} {SymbolGrammar.Expected}, with commas between them";
        var symbols = (Given(name) ?? throw new BadQueryException(name, expected)).Split(',');
        return symbols.Length <= most && symbols.All(symbol => SymbolGrammar.IsValid(symbol))
            ? [.. symbols.Distinct(StringComparer.Ordinal)]
            : throw new BadQueryException(name, expected);
    }

    /// <summary>A whole number; null when it is not given.</summary>
    /// <exception cref="BadQueryException">It is no number of that range.</exception>
    public long? Number(string name, long least, long most)
    {
        if (Given(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BadQueryException(name, $"a whole number from {least} to {most}");
    }

    /// <exception cref="BadQueryException">It is no number of that range.</exception>
    public int Limit(int most, int usual) => (int)(Number("limit", 1, most) ?? usual);

    /// <exception cref="BadQueryException">It is none of the words.</exception>
    public T Choice<T>(string name, T usual, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (Given(name) is not { } text)
        {
            return usual;
        }

        var names = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }

            names.Add(word);
        }

        throw new BadQueryException(name, $"one of {string.Join(", ", names)}");
    }

    /// <exception cref="BadQueryException">It is none.</exception>
    public ExportFormat Format() => Choice("format", ExportFormat.Json, ("json", ExportFormat.Json), ("csv", ExportFormat.Csv));

    /// <summary>A page's cursor, whose meaning is for whoever made it; null for the first page.</summary>
    /// <exception cref="BadQueryException">It is none that was made here.</exception>
    public string? Cursor(string name = "cursor") => Given(name) is not { } text ? null
        : text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~')
            ? text
            : throw new BadQueryException(name, "'next' of the page before");

    /// <summary>An instant in UTC; what is finer than 100 ns is cut off. Null when it is not given.</summary>
    /// <exception cref="BadQueryException">It is none.</exception>
    public DateTimeOffset? Instant(string name)
    {
        const string Expected = "an instant in UTC from 2000 to 2099, such as 2026-08-03T13:30:00Z";
        if (Given(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(
            CutToTicks(text), InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            && instant.Year >= FirstDay.Year && instant.Year < EndOfDays.Year
            ? instant
            : throw new BadQueryException(name, Expected);
    }

    /// <summary>A day; null when it is not given.</summary>
    /// <exception cref="BadQueryException">It is none.</exception>
    public DateOnly? Day(string name)
    {
        if (Given(name) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= FirstDay && day < EndOfDays
            ? day
            : throw new BadQueryException(name, "a day from 2000 to 2099, such as 2026-08-03");
    }

    /// <summary>The range of <c>from</c> and <c>to</c>, or of <c>day</c>.</summary>
    /// <exception cref="BadQueryException">There is none, it is empty, or longer than the route answers.</exception>
    public TimeRange Range(int mostDays)
    {
        if (Day("day") is { } day)
        {
            return Given("from") is null && Given("to") is null
                ? TimeRange.Of(new TradingDay(day))
                : throw new BadQueryException("day", "it stands for 'from' and 'to', which are not given with it");
        }

        var from = Instant("from") ?? throw new BadQueryException("from", "a range is needed: 'from' and 'to', or 'day'");
        var to = Instant("to") ?? throw new BadQueryException("to", "a range is needed: 'from' and 'to', or 'day'");
        return from < to && to - from <= TimeSpan.FromDays(mostDays)
            ? new TimeRange(from, to, Day: null)
            : throw new BadQueryException("to", $"later than 'from', by at most {mostDays} days");
    }

    /// <summary>The days from <c>from</c> to <c>to</c>, both included.</summary>
    /// <exception cref="BadQueryException">They are not given, in the wrong order, or too many.</exception>
    public IReadOnlyList<TradingDay> Days(int most)
    {
        var first = Day("from") ?? throw new BadQueryException("from", "the first day is needed");
        var last = Day("to") ?? throw new BadQueryException("to", "the last day is needed");
        var count = last.DayNumber - first.DayNumber + 1;
        return count >= 1 && count <= most
            ? [.. Enumerable.Range(0, count).Select(offset => new TradingDay(first.AddDays(offset)))]
            : throw new BadQueryException("to", $"not before 'from', and at most {most} days with it");
    }

    private string? Given(string name) => query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } text ? text : null;

    /// <summary>Records have nanoseconds, .NET's instants 100 of them.</summary>
    private static string CutToTicks(string text)
    {
        const int TicksAt = 27;
        return text.Length is > TicksAt + 1 and <= TicksAt + 3 && text[^1] == 'Z' && text.AsSpan(TicksAt..^1).IndexOfAnyExceptInRange('0', '9') < 0
            ? string.Concat(text.AsSpan(0, TicksAt), "Z")
            : text;
    }

    private static string Printable(string name) =>
        string.Concat(name.Take(40).Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '?'));
}

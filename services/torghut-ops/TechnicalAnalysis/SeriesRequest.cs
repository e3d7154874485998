using System.Buffers.Binary;
using System.Globalization;
using Torghut.Contracts.Time;
using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>What is asked of a series.</summary>
/// <param name="Step">Width of a row, seconds; null lets the answer choose.</param>
/// <param name="Limit">The most rows.</param>
/// <param name="After">Where the page begins, epoch seconds; null for the first one.</param>
internal sealed record SeriesRequest(string Symbol, TimeRange Range, int? Step, int Limit, long? After)
{
    public const int MostDays = 8;
    public const int MostRows = 25_000;
    private const int UsualRows = 2_000;
    private const int LongestStep = 86_400;
    private const string List = "series";

    public static readonly QueryParameter[] Parameters =
    [
        QueryParameters.Symbol, QueryParameters.From, QueryParameters.To, QueryParameters.Day,
        new("step", $"Width of a row, 1 to {LongestStep} seconds; the finest of the usual ones that gives no more rows than 'limit' unless said."),
        QueryParameters.Limit(MostRows, UsualRows), QueryParameters.Cursor, QueryParameters.Format,
    ];

    /// <summary>First second of the page.</summary>
    public long First => After ?? Nanos.CeilingSecond(Nanos.Of(Range.From));

    /// <summary>First second after the range.</summary>
    public long End => Nanos.CeilingSecond(Nanos.Of(Range.To));

    /// <exception cref="BadQueryException">A parameter is missing or outside its bounds.</exception>
    public static SeriesRequest Read(QueryReader query)
    {
        var request = new SeriesRequest(
            query.Symbol(), query.Range(MostDays), (int?)query.Number("step", 1, LongestStep), query.Limit(MostRows, UsualRows), After: null);
        return query.Cursor() is { } cursor ? request.At(cursor) : request;
    }

    /// <summary>Everything that the rows depend on.</summary>
    private IEnumerable<string?> Question =>
        [Symbol, Range.From.UtcTicks.ToString(CultureInfo.InvariantCulture), Range.To.UtcTicks.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The cursor of the page that begins with a step.</summary>
    public string CursorAt(long start, int step)
    {
        Span<byte> place = stackalloc byte[sizeof(long) + sizeof(int)];
        BinaryPrimitives.WriteInt64BigEndian(place, start);
        BinaryPrimitives.WriteInt32BigEndian(place[sizeof(long)..], step);
        return PageCursor.Write(place, List, Question);
    }

    private SeriesRequest At(string cursor)
    {
        var place = PageCursor.Read(cursor, List, Question);
        if (place.Length != sizeof(long) + sizeof(int))
        {
            throw PageCursor.Bad();
        }

        var (start, step) = (BinaryPrimitives.ReadInt64BigEndian(place), BinaryPrimitives.ReadInt32BigEndian(place.AsSpan(sizeof(long))));
        return step is >= 1 and <= LongestStep && start >= First && start < End && (Step ?? step) == step
            ? this with { Step = step, After = start }
            : throw PageCursor.Bad();
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    private const int SealLength = 12;

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

    /// <summary>The cursor of the page that begins with a step.</summary>
    public string CursorAt(long start, int step) => string.Create(CultureInfo.InvariantCulture, $"{start}.{step}.{Seal(start, step)}");

    private SeriesRequest At(string cursor)
    {
        var parts = cursor.Split('.');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && step is >= 1 and <= LongestStep && start >= First && start < End
            && parts[2] == Seal(start, step) && (Step ?? step) == step
            ? this with { Step = step, After = start }
            : throw new BadQueryException("cursor", "'next' of the page before, with the same parameters");
    }

    /// <summary>
    /// A page of one range continued in another would leave rows out without anybody noticing. It is no secret: what a cursor says is bounded by itself.
    /// </summary>
    private string Seal(long start, int step)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Symbol} {Range.From.UtcTicks} {Range.To.UtcTicks} {start} {step}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..SealLength];
    }
}

using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>Which bar's ticks are asked for.</summary>
/// <param name="At">Start of its second, epoch seconds.</param>
internal sealed record TickRequest(string Symbol, long At, ExportFormat Format)
{
    /// <exception cref="BadQueryException">A parameter is missing or outside its bounds.</exception>
    public static TickRequest Read(QueryReader query)
    {
        var (least, most) = (Seconds(QueryReader.FirstDay), Seconds(QueryReader.EndOfDays) - 1);
        return new TickRequest(
            query.Symbol(), query.Number("at", least, most) ?? throw new BadQueryException("at", "'t' of a one-second bar is needed"), query.Format());
    }

    private static long Seconds(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
}

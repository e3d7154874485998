namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>The newest of the symbols at a moment.</summary>
/// <param name="AsOf">
/// The moment, which moves in steps: the longer nothing new has come, the longer they are, so that whoever asks again while nothing happens is sent nothing.
/// </param>
internal sealed record Latest(DateTimeOffset AsOf, IReadOnlyList<LatestItem> Items)
{
    /// <summary>From which age of the newest bar on the moment moves in which steps; a lag is at most a sixth too short.</summary>
    private static readonly (TimeSpan Age, TimeSpan Step)[] Steps =
    [
        (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)), (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)),
        (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)), (TimeSpan.MinValue, TimeSpan.FromSeconds(1)),
    ];

    public static Latest Of(DateTimeOffset now, IEnumerable<(string Symbol, DateTimeOffset BarTs, double[] Bar, (DateTimeOffset, double[])? Signal)> rows)
    {
        var found = rows.ToArray();
        var newest = found.Length == 0 ? DateTimeOffset.UnixEpoch : found.Max(row => row.BarTs);
        var step = Array.Find(Steps, pair => now - newest >= pair.Age).Step;
        var asOf = now.AddTicks(-(now.UtcTicks % step.Ticks));
        return new Latest(asOf, [.. found.Select(row => new LatestItem(
            row.Symbol, row.BarTs, row.Bar, row.Signal, Math.Max(0, Math.Round((asOf - row.BarTs).TotalSeconds, 3))))]);
    }
}

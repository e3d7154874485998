namespace Torghut.Pages.Tests.Fixtures;

/// <summary>A bar of one second, or of more of them.</summary>
internal sealed record FixtureBar(long T, double O, double H, double L, double C, double V, double? Vwap, int Count)
{
    public object?[] Row => [T, O, H, L, C, V, Vwap, Count];

    /// <summary>The bar of a step, as the service makes it: first, highest, lowest, last, sum, mean price by volume.</summary>
    public static FixtureBar Of(long start, IReadOnlyList<FixtureBar> seconds)
    {
        var volume = seconds.Sum(bar => bar.V);
        return new FixtureBar(
            start, seconds[0].O, seconds.Max(bar => bar.H), seconds.Min(bar => bar.L), seconds[^1].C, volume,
            volume > 0 ? seconds.Sum(bar => (bar.Vwap ?? 0) * bar.V) / volume : null, seconds.Sum(bar => bar.Count));
    }
}

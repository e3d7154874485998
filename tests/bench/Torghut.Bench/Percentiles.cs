namespace Torghut.Bench;

/// <summary>Many single measurements, sorted.</summary>
public sealed class Percentiles
{
    private readonly double[] _sorted;

    public Percentiles(ReadOnlySpan<double> values)
    {
        _sorted = values.ToArray();
        Array.Sort(_sorted);
    }

    public int Count => _sorted.Length;

    /// <summary>The smallest value that at least this share of all values does not exceed.</summary>
    public double At(double share) => _sorted[Math.Clamp((int)Math.Ceiling(_sorted.Length * share) - 1, 0, _sorted.Length - 1)];
}

namespace Torghut.Bench;

/// <summary>The passes of one contender.</summary>
public sealed class SampleSet(IReadOnlyList<Sample> samples)
{
    /// <summary>Median CPU time an item, ns.</summary>
    public double CpuNanos => Median(s => s.CpuNanos);

    /// <summary>Median elapsed time an item, ns.</summary>
    public double WallNanos => Median(s => s.WallNanos);

    /// <summary>The cheapest pass: nearest to what an idle machine would show.</summary>
    public double BestCpuNanos => samples.Min(s => s.CpuNanos);

    /// <summary>The fewest bytes that a pass allocated an item: what is left when nothing is being warmed up any more.</summary>
    public double AllocatedBytes => samples.Min(s => s.AllocatedBytes);

    /// <summary>Largest minus smallest CPU time, as a share of the median.</summary>
    public double Spread => CpuNanos > 0 ? (samples.Max(s => s.CpuNanos) - samples.Min(s => s.CpuNanos)) / CpuNanos : 0;

    private double Median(Func<Sample, double> value)
    {
        var sorted = samples.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

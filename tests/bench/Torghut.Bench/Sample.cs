namespace Torghut.Bench;

/// <summary>One timed pass, per item.</summary>
/// <param name="CpuNanos">CPU time of the whole process, its background threads included.</param>
/// <param name="WallNanos">Elapsed time.</param>
/// <param name="AllocatedBytes">Bytes that the measured thread allocated.</param>
public readonly record struct Sample(double CpuNanos, double WallNanos, double AllocatedBytes);

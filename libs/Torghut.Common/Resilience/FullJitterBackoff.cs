namespace Torghut.Common.Resilience;

/// <summary>
/// Exponential backoff with full jitter: any wait from nothing to the ceiling is as likely, so that clients which failed together do not come back together.
/// Polly's own jitter is another one (decorrelated around a growing median, and capped only afterwards), so its delays are made here.
/// See https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter.
/// </summary>
/// <param name="first">Ceiling of the first wait; each further one doubles it.</param>
/// <param name="longest">Ceiling of every wait.</param>
/// <param name="random">Draws the waits; a seeded one makes them repeatable.</param>
public sealed class FullJitterBackoff(TimeSpan first, TimeSpan longest, Random random)
{
    private const int MaxDoublings = 30;

    /// <summary>The wait after a failure.</summary>
    /// <param name="attempt">How many attempts have failed in a row; 1 after the first.</param>
    public TimeSpan Next(int attempt) => Ceiling(attempt) * random.NextDouble();

    /// <summary>The longest that <see cref="Next"/> can give.</summary>
    /// <param name="attempt">How many attempts have failed in a row; 1 after the first.</param>
    public TimeSpan Ceiling(int attempt) =>
        TimeSpan.FromTicks((long)Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, Math.Clamp(attempt - 1, 0, MaxDoublings))));
}

using Polly.Retry;

namespace Torghut.Common.Resilience;

/// <summary>
/// Exponential back-off with full jitter: each wait is a random part of a bound that doubles. Polly's own jitter ends at the longest delay without any,
/// so that clients that wait for the same server come back at the same moment.
/// </summary>
public static class FullJitter
{
    /// <summary>A doubling beyond this is past every bound.</summary>
    private const int MostDoublings = 30;

    /// <summary>Delays for Polly's retry.</summary>
    /// <param name="first">Bound of the first delay.</param>
    /// <param name="longest">Largest bound.</param>
    public static Func<RetryDelayGeneratorArguments<object>, ValueTask<TimeSpan?>> Delays(TimeSpan first, TimeSpan longest) =>
        arguments => ValueTask.FromResult<TimeSpan?>(Bound(arguments.AttemptNumber, first, longest) * Random.Shared.NextDouble());

    /// <summary>Bound of the delay after an attempt; the first attempt is 0.</summary>
    public static TimeSpan Bound(int attempt, TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromTicks((long)Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, Math.Min(attempt, MostDoublings))));
}

namespace Torghut.Ws.Stream;

/// <summary>Exponential back-off with full jitter: any wait from nothing to the ceiling is as likely, so that clients spread.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private const int MaxDoublings = 30;

    /// <param name="attempt">1 for the first reconnect.</param>
    public TimeSpan Next(int attempt) => Ceiling(attempt) * random.NextDouble();

    public TimeSpan Ceiling(int attempt) =>
        TimeSpan.FromTicks((long)Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, Math.Clamp(attempt - 1, 0, MaxDoublings))));
}

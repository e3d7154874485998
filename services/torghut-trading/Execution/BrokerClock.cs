namespace Torghut.Trading.Execution;

/// <summary>Market time as the broker says it. An answer that is not believed is asked again at once.</summary>
internal sealed class BrokerClock(TimeSpan leap, TimeSpan doubt, TimeProvider time)
{
    /// <summary>The first answer of all needs a second one; one that leaps needs a second one or is outvoted by it.</summary>
    private const int Asks = 3;

    private readonly MarketTimeline _timeline = new(leap, doubt);
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();

    /// <param name="ask">Asks the broker once.</param>
    /// <exception cref="BrokerException">No answer is believed yet.</exception>
    public async Task<MarketClock> ReadAsync(Func<Task<MarketClock>> ask)
    {
        var answer = await ask();
        for (var asked = 1; ; asked++)
        {
            lock (_lock)
            {
                if (_timeline.Hear(answer, time.GetElapsedTime(_started), time.GetUtcNow()) is { } clock)
                {
                    return clock;
                }
            }

            if (asked == Asks)
            {
                throw new BrokerException(
                    $"The market's clock is not believed yet: it says {answer.Now:O}, neither earlier answers nor this machine's clock do.",
                    isTransient: true,
                    null);
            }

            answer = await ask();
        }
    }
}

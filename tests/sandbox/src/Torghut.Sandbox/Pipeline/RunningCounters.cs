namespace Torghut.Sandbox.Pipeline;

/// <summary>
/// Counters of services that are started again now and then: one that fell begins anew, and what it had counted before stays counted. What a service
/// counted between the last look and its end is not known. Not safe for concurrent use.
/// </summary>
internal sealed class RunningCounters
{
    private readonly Dictionary<string, (long Before, long Last)> _counters = new(StringComparer.Ordinal);

    /// <summary>The total over all of a service's runs.</summary>
    /// <param name="name">Tells counters apart.</param>
    /// <param name="value">What the service says now; null when it does not answer.</param>
    /// <returns>Null before the first answer.</returns>
    public long? Total(string name, long? value)
    {
        var isKnown = _counters.TryGetValue(name, out var counter);
        if (value is { } now)
        {
            counter = now < counter.Last ? (counter.Before + counter.Last, now) : (counter.Before, now);
            _counters[name] = counter;
            isKnown = true;
        }

        return isKnown ? counter.Before + counter.Last : null;
    }
}

namespace Torghut.Ta.Runtime;

/// <summary>Which refusals are worth a line: the first of its kind, and one a second from then on. All are counted and put aside. Used by one thread.</summary>
internal sealed class RefusalSampler(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _named = new(StringComparer.Ordinal);

    /// <param name="word">The stable word of the reason.</param>
    public bool Takes(string word)
    {
        if (_named.TryGetValue(word, out var named) && time.GetElapsedTime(named) < Interval)
        {
            return false;
        }

        _named[word] = time.GetTimestamp();
        return true;
    }
}

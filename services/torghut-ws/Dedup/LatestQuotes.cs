namespace Torghut.Ws.Dedup;

/// <summary>
/// Remembers each symbol's last published quote. Feeds with coarse timestamps move a quote away and back within one instant; the quote that
/// comes back is equal in time and content to one that was published, and still a change, because another has replaced it since.
/// </summary>
internal sealed class LatestQuotes
{
    /// <summary>More symbols than exist.</summary>
    private const int MaxSymbols = 65_536;

    private readonly Dictionary<string, (long Timestamp, long Content)> _latest = new(StringComparer.Ordinal);

    /// <summary>Symbols remembered.</summary>
    public int Count => _latest.Count;

    /// <summary>Whether the quote differs from the last one of its symbol and is of the same instant.</summary>
    public bool IsChange(in DedupKey quote) =>
        _latest.TryGetValue(quote.Symbol, out var latest) && latest.Timestamp == quote.First && latest.Content != quote.Content;

    public void Mark(in DedupKey quote)
    {
        if (_latest.Count == MaxSymbols && !_latest.ContainsKey(quote.Symbol))
        {
            // A hostile feed: a quote that comes back within its instant is dropped at worst.
            _latest.Clear();
        }

        _latest[quote.Symbol] = (quote.First, quote.Content);
    }
}

namespace Torghut.Ws.Dedup;

/// <summary>
/// Remembers each symbol's last published quote. Feeds with coarse timestamps move a quote away and back within one instant; the quote that
/// comes back is equal in time and content to one that was published, and still a change, because another has replaced it since.
/// </summary>
internal sealed class LatestQuotes
{
    private readonly Dictionary<string, (long Timestamp, long Content)> _latest = new(StringComparer.Ordinal);

    /// <summary>Whether the quote differs from the last one of its symbol and is of the same instant.</summary>
    public bool IsChange(in DedupKey quote) =>
        _latest.TryGetValue(quote.Symbol, out var latest) && latest.Timestamp == quote.First && latest.Content != quote.Content;

    public void Mark(in DedupKey quote) => _latest[quote.Symbol] = (quote.First, quote.Content);
}

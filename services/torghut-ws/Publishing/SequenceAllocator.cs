using System.Text;

namespace Torghut.Ws.Publishing;

/// <summary>
/// Numbers that grow strictly, over all symbols and over restarts, and what is kept of each symbol: its key's bytes, made once. They follow the clock in
/// nanoseconds and count on where it does not advance, or is behind what was published before. Not safe for concurrent use.
/// </summary>
/// <param name="last">The last number of an earlier run; <see cref="long.MinValue"/> for none.</param>
internal sealed class SequenceAllocator(long last = long.MinValue)
{
    private const int MaxSymbols = 65_536;

    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private long _last = last;

    public long Next(long ingestNanos) => _last = _last >= ingestNanos ? _last + 1 : ingestNanos;

    /// <summary>A symbol's UTF-8 bytes.</summary>
    public ReadOnlySpan<byte> KeyOf(string symbol)
    {
        if (_keys.TryGetValue(symbol, out var key))
        {
            return key;
        }

        if (_keys.Count >= MaxSymbols)
        {
            // More symbols than exist: a hostile feed.
            _keys.Clear();
        }

        return _keys[symbol] = Encoding.UTF8.GetBytes(symbol);
    }
}

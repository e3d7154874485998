using System.Text;

namespace Torghut.Ws.Publishing;

/// <summary>What is kept of each symbol: its key's bytes, made once, and its last number. Not safe for concurrent use.</summary>
internal sealed class SequenceAllocator
{
    private const int MaxSymbols = 65_536;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public Entry Of(string symbol)
    {
        if (_entries.TryGetValue(symbol, out var entry))
        {
            return entry;
        }

        if (_entries.Count >= MaxSymbols)
        {
            // More symbols than exist: a hostile feed. The clock alone keeps the numbers growing.
            _entries.Clear();
        }

        return _entries[symbol] = new Entry(Encoding.UTF8.GetBytes(symbol));
    }

    /// <summary>One symbol.</summary>
    /// <param name="key">The symbol's UTF-8 bytes.</param>
    internal sealed class Entry(byte[] key)
    {
        private long _last = long.MinValue;

        public ReadOnlySpan<byte> Key => key;

        /// <summary>
        /// Numbers that grow strictly, also over restarts: they follow the clock in nanoseconds and step aside when it does not advance.
        /// </summary>
        public long Next(long ingestNanos) => _last = _last >= ingestNanos ? _last + 1 : ingestNanos;
    }
}

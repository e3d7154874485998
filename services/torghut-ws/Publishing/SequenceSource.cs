namespace Torghut.Ws.Publishing;

/// <summary>
/// Numbers that grow strictly per symbol, also over restarts: they follow the clock in nanoseconds and step aside when it does not advance.
/// Not safe for concurrent use.
/// </summary>
internal sealed class SequenceSource
{
    private const int MaxSymbols = 65_536;

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    public long Next(string symbol, long ingestNanos)
    {
        if (_last.Count >= MaxSymbols)
        {
            // More symbols than exist: a hostile feed. The clock alone keeps the numbers growing.
            _last.Clear();
        }

        ref var last = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_last, symbol, out var known);
        last = known && last >= ingestNanos ? last + 1 : ingestNanos;
        return last;
    }
}

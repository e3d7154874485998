namespace Torghut.Sandbox.Kafka.Log;

/// <summary>One place in a segment from which a scan of batch heads may start.</summary>
/// <param name="Offset">The base offset of the batch at <paramref name="Position"/>.</param>
/// <param name="Position">Bytes from the start of the segment.</param>
/// <param name="MaxTimestampBefore">The largest timestamp of all batches before it in the segment.</param>
internal readonly record struct IndexEntry(long Offset, long Position, long MaxTimestampBefore);

/// <summary>An entry for about every 16 KiB of a segment: small enough to hold in memory, close enough to scan from.</summary>
internal sealed class SparseIndex
{
    public const int Spacing = 16 * 1024;

    private readonly List<IndexEntry> _entries = [];
    private long _next;

    public IReadOnlyList<IndexEntry> Entries => _entries;

    public void Add(IndexEntry entry)
    {
        if (entry.Position < _next)
        {
            return;
        }

        _entries.Add(entry);
        _next = entry.Position + Spacing;
    }

    /// <summary>Where to start looking for the batch that holds <paramref name="offset"/>.</summary>
    public long PositionBefore(long offset)
    {
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Offset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high < 0 ? 0 : _entries[high].Position;
    }

    /// <summary>Where to start looking for the first batch with a timestamp of at least <paramref name="timestamp"/>.</summary>
    public long PositionBeforeTimestamp(long timestamp)
    {
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].MaxTimestampBefore < timestamp)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high < 0 ? 0 : _entries[high].Position;
    }
}

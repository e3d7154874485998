using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>The producers a partition knows. Sequence rules as in KIP-98 and KIP-360. Used under the partition's lock.</summary>
internal sealed class ProducerTable
{
    private readonly Dictionary<long, ProducerEntry> _entries = [];
    private readonly SortedSet<(long Offset, long ProducerId)> _open = [];

    /// <summary>The first offset of the oldest open transaction, or null.</summary>
    public long? FirstOpenOffset => _open.Count == 0 ? null : _open.Min.Offset;

    public int Count => _entries.Count;

    /// <summary>Whether a batch may be appended; a retry of a written batch is answered with <paramref name="duplicate"/>.</summary>
    public ErrorCode Check(in BatchHeader header, out ProducedBatch? duplicate)
    {
        duplicate = null;
        if (!_entries.TryGetValue(header.ProducerId, out var entry))
        {
            return ErrorCode.None;
        }

        if (header.ProducerEpoch < entry.Epoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        duplicate = entry.FindDuplicate(header);
        if (duplicate is not null)
        {
            return ErrorCode.None;
        }

        if (!FollowsOn(entry, header))
        {
            return ErrorCode.OutOfOrderSequenceNumber;
        }

        return !header.IsTransactional && entry.OpenTransaction is not null ? ErrorCode.InvalidTxnState : ErrorCode.None;
    }

    public void Append(in BatchHeader header, long timestamp)
    {
        var entry = GetOrAdd(header.ProducerId);
        var wasOpen = entry.OpenTransaction is not null;
        entry.Append(header, timestamp);
        if (!wasOpen && entry.OpenTransaction is { } first)
        {
            _open.Add((first, entry.ProducerId));
        }
    }

    /// <summary>
    /// Whether a transaction's end must be written: for open records, or to make a raised epoch known where the old one could still write.
    /// </summary>
    public bool NeedsMarker(long producerId, short epoch) =>
        !_entries.TryGetValue(producerId, out var entry) || entry.OpenTransaction is not null || entry.Epoch < epoch;

    /// <summary>Applies a transaction's end; the result is what readers must leave out, if anything.</summary>
    public AbortedTransaction? End(in BatchHeader marker, bool commit)
    {
        var entry = GetOrAdd(marker.ProducerId);
        entry.Touch(marker.ProducerEpoch, marker.MaxTimestamp);
        if (entry.OpenTransaction is not { } first)
        {
            return null;
        }

        _open.Remove((first, entry.ProducerId));
        entry.OpenTransaction = null;
        return commit ? null : new AbortedTransaction(entry.ProducerId, first, marker.BaseOffset);
    }

    public ProducerEntry[] Snapshot() => [.. _entries.Values.Select(e => e.Copy())];

    public void Restore(IEnumerable<ProducerEntry> entries)
    {
        _entries.Clear();
        _open.Clear();
        foreach (var entry in entries)
        {
            _entries[entry.ProducerId] = entry.Copy();
            if (entry.OpenTransaction is { } first)
            {
                _open.Add((first, entry.ProducerId));
            }
        }
    }

    /// <summary>Forgets producers without an open transaction that last wrote before the given time.</summary>
    public void RemoveIdle(long before)
    {
        foreach (var entry in _entries.Values.Where(e => e.OpenTransaction is null && e.LastTimestamp < before).ToList())
        {
            _entries.Remove(entry.ProducerId);
        }
    }

    private static bool FollowsOn(ProducerEntry entry, in BatchHeader header)
    {
        if (header.ProducerEpoch != entry.Epoch)
        {
            return header.BaseSequence == 0;
        }

        return entry.LastSequence is not { } last || header.BaseSequence == (last == int.MaxValue ? 0 : last + 1);
    }

    private ProducerEntry GetOrAdd(long producerId)
    {
        if (!_entries.TryGetValue(producerId, out var entry))
        {
            _entries[producerId] = entry = new ProducerEntry(producerId);
        }

        return entry;
    }
}

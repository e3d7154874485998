using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>
/// Compacts one run of closed, decided segments: of each key the last record stays, a tombstone stays for its time, aborted records
/// go. Batches that keep all their records, or cannot be opened, are copied as they are; others are written anew, uncompressed, under
/// their old head.
/// </summary>
internal sealed class SegmentCleaner(IReadOnlyList<AbortedTransaction> aborted, Predicate<LogSegment> dropsTombstones)
{
    private readonly KeyIndex _keys = new();

    /// <summary>Producers with committed records kept since their last marker, which must then stay too.</summary>
    private readonly HashSet<long> _kept = [];

    private bool _dropsTombstones;

    /// <summary>Whether a tombstone is still waiting for its time.</summary>
    public bool HasTombstones { get; private set; }

    /// <summary>First pass: which record of each key is the last.</summary>
    public void Index(LogSegment segment, long size)
    {
        foreach (var (position, header) in BatchScan.From(segment, 0, size))
        {
            if (header.IsControl || IsAborted(header) || RecordReader.TryOpen(Load(segment, position, header), out var opened) != ErrorCode.None)
            {
                continue;
            }

            foreach (var record in opened.Records.Where(r => r.Key is not null))
            {
                _keys.Add(opened.Bytes.Span[record.Key!.Value], record.Offset);
            }
        }
    }

    /// <summary>Second pass: writes what stays of a segment.</summary>
    public void Clean(LogSegment source, long size, LogSegment target, DateTimeOffset appended)
    {
        _dropsTombstones = dropsTombstones(source);
        foreach (var (position, header) in BatchScan.From(source, 0, size))
        {
            var batch = Load(source, position, header);
            var kept = header.IsControl ? KeepMarker(batch, header) : KeepRecords(batch, header);
            if (kept.Length > 0)
            {
                target.Append(kept.Span, BatchHeader.Read(kept.Span), appended);
            }
        }
    }

    private static Memory<byte> Load(LogSegment segment, long position, in BatchHeader header)
    {
        var batch = new byte[header.Size];
        RandomAccess.Read(segment.Handle, batch, position);
        return batch;
    }

    private Memory<byte> KeepMarker(Memory<byte> batch, in BatchHeader header) => _kept.Remove(header.ProducerId) ? batch : default;

    private Memory<byte> KeepRecords(Memory<byte> batch, in BatchHeader header)
    {
        if (IsAborted(header))
        {
            return default;
        }

        var kept = batch;
        if (RecordReader.TryOpen(batch, out var opened) == ErrorCode.None)
        {
            var records = opened.Records.Where(r => Stays(opened.Bytes.Span, r)).ToList();
            if (records.Count == 0)
            {
                return default;
            }

            if (records.Count < header.RecordCount)
            {
                kept = Rebuild(batch.Span, opened.Bytes.Span, records);
            }
        }

        if (header.IsTransactional)
        {
            _kept.Add(header.ProducerId);
        }

        return kept;
    }

    private bool Stays(ReadOnlySpan<byte> bytes, in RecordView record)
    {
        if (record.Key is not { } key || !_keys.IsLast(bytes[key], record.Offset))
        {
            return false;
        }

        if (record.HasValue)
        {
            return true;
        }

        HasTombstones |= !_dropsTombstones;
        return !_dropsTombstones;
    }

    private static byte[] Rebuild(ReadOnlySpan<byte> batch, ReadOnlySpan<byte> records, List<RecordView> kept)
    {
        var size = BatchHeader.Length;
        foreach (var record in kept)
        {
            size += records[record.Bytes].Length;
        }

        var rebuilt = new byte[size];
        batch[..BatchHeader.Length].CopyTo(rebuilt);
        var position = BatchHeader.Length;
        foreach (var record in kept)
        {
            var bytes = records[record.Bytes];
            bytes.CopyTo(rebuilt.AsSpan(position));
            position += bytes.Length;
        }

        BatchHeader.Rewrite(rebuilt, kept.Count, kept.Max(r => r.Timestamp));
        return rebuilt;
    }

    private bool IsAborted(BatchHeader header) =>
        header.IsTransactional
        && aborted.Any(a => a.ProducerId == header.ProducerId && a.FirstOffset <= header.BaseOffset && header.BaseOffset <= a.LastOffset);
}

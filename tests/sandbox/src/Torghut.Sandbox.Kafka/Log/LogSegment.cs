using Microsoft.Win32.SafeHandles;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>One file of a partition's log: batches one after another, exactly as clients sent them but for the base offset.</summary>
/// <remarks>Writers hold the partition's lock; readers use a size taken under that lock and need none.</remarks>
internal sealed class LogSegment : IDisposable
{
    public const string Extension = ".log";

    private readonly Lock _indexGate = new();
    private readonly SparseIndex _index = new();

    private LogSegment(string path, long baseOffset, string file, FileMode mode)
    {
        Path = path;
        BaseOffset = baseOffset;
        Handle = File.OpenHandle(file, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Path { get; }

    public long BaseOffset { get; }

    public SafeFileHandle Handle { get; }

    public long Size { get; private set; }

    /// <summary>The largest timestamp of any batch, in milliseconds since the epoch; -1 when there is none.</summary>
    public long MaxTimestamp { get; private set; } = -1;

    /// <summary>The last offset of the batch that has <see cref="MaxTimestamp"/>.</summary>
    public long MaxTimestampOffset { get; private set; } = -1;

    /// <summary>When the first batch was appended, for rolling by time; null while empty.</summary>
    public DateTimeOffset? FirstAppend { get; private set; }

    public List<AbortedTransaction> Aborted { get; } = [];

    public static string FileName(long baseOffset) => baseOffset.ToString("D20", null) + Extension;

    public static LogSegment Open(string directory, long baseOffset)
    {
        var path = System.IO.Path.Combine(directory, FileName(baseOffset));
        return new LogSegment(path, baseOffset, path, FileMode.OpenOrCreate);
    }

    /// <summary>An empty segment that shall be at <paramref name="path"/> and is written to <paramref name="file"/> until it is moved there.</summary>
    public static LogSegment Create(string path, long baseOffset, string file) => new(path, baseOffset, file, FileMode.Create);

    /// <summary>Writes at the end. A write that failed half-way is overwritten by the next one, as <see cref="Size"/> has not moved.</summary>
    public void Append(ReadOnlySpan<byte> batch, in BatchHeader header, DateTimeOffset now)
    {
        RandomAccess.Write(Handle, batch, Size);
        FirstAppend ??= now;
        Account(header, Size);
    }

    /// <summary>Counts a batch that is in the file at <paramref name="position"/> already.</summary>
    public void Account(in BatchHeader header, long position)
    {
        lock (_indexGate)
        {
            _index.Add(new IndexEntry(header.BaseOffset, position, MaxTimestamp));
        }

        if (header.MaxTimestamp > MaxTimestamp)
        {
            MaxTimestamp = header.MaxTimestamp;
            MaxTimestampOffset = header.LastOffset;
        }

        Size = position + header.Size;
    }

    /// <summary>Takes over what a sidecar file knows about a segment that is no longer written.</summary>
    public void Restore(SegmentSummary summary)
    {
        lock (_indexGate)
        {
            foreach (var entry in summary.Index)
            {
                _index.Add(entry);
            }
        }

        Aborted.AddRange(summary.Aborted);
        Size = summary.Size;
        MaxTimestamp = summary.MaxTimestamp;
        MaxTimestampOffset = summary.MaxTimestampOffset;
        FirstAppend = summary.FirstAppend;
    }

    public IndexEntry[] IndexEntries()
    {
        lock (_indexGate)
        {
            return [.. _index.Entries];
        }
    }

    public long PositionBefore(long offset)
    {
        lock (_indexGate)
        {
            return _index.PositionBefore(offset);
        }
    }

    public long PositionBeforeTimestamp(long timestamp)
    {
        lock (_indexGate)
        {
            return _index.PositionBeforeTimestamp(timestamp);
        }
    }

    public void TruncateFile() => RandomAccess.SetLength(Handle, Size);

    public void Flush() => RandomAccess.FlushToDisk(Handle);

    public void Dispose() => Handle.Dispose();
}

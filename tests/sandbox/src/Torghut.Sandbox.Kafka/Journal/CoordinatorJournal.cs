using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Journal;

/// <summary>
/// What the group and transaction coordinators must not forget: keys with their latest values, kept in memory and in one file of
/// checksummed entries. The file is rewritten when it is mostly history.
/// </summary>
internal sealed class CoordinatorJournal : IDisposable
{
    private const int HeadSize = 8;
    private const long RewriteAbove = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly LogContext _context;
    private readonly string _path;
    private SafeFileHandle _file;
    private long _length;
    private long _liveBytes;

    public CoordinatorJournal(string path, LogContext context)
    {
        _path = path;
        _context = context;
        _file = OpenFile();
        Load();
    }

    /// <summary>The values under keys with a prefix.</summary>
    public IReadOnlyList<byte[]> Values(string prefix)
    {
        lock (_gate)
        {
            return [.. _values.Where(v => v.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(v => v.Value)];
        }
    }

    /// <exception cref="IOException">The disk refused; nothing has changed.</exception>
    public void Append(JournalBatch batch)
    {
        lock (_gate)
        {
            _context.Faults.ThrowIfDiskFull();
            var entry = Encode(batch.Changes);
            RandomAccess.Write(_file, entry, _length);
            if (_context.Fsync.Mode == FsyncMode.EveryBatch)
            {
                RandomAccess.FlushToDisk(_file);
            }

            _length += entry.Length;
            Apply_NeedsLock(batch.Changes);
            if (_length > RewriteAbove && _length > 4 * _liveBytes)
            {
                Rewrite_NeedsLock();
            }
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            RandomAccess.FlushToDisk(_file);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            RandomAccess.FlushToDisk(_file);
            _file.Dispose();
        }
    }

    private SafeFileHandle OpenFile() => File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private void Load()
    {
        var length = RandomAccess.GetLength(_file);
        var content = new byte[checked((int)length)];
        RandomAccess.Read(_file, content, 0);
        var reader = new WireReader();
        var position = 0;
        while (position + HeadSize <= content.Length)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(position));
            if (size <= 0 || size > content.Length - position - HeadSize)
            {
                break;
            }

            var body = content.AsSpan(position + HeadSize, size);
            if (BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(position + 4)) != Crc32C.Compute(body))
            {
                break;
            }

            reader.Reset(content, position + HeadSize, size);
            Apply_NeedsLock(Decode(reader));
            position += HeadSize + size;
        }

        if (position < length)
        {
            BrokerEvents.JournalTruncated(_context.Logger, length - position);
            RandomAccess.SetLength(_file, position);
        }

        _length = position;
    }

    private void Apply_NeedsLock(IReadOnlyList<(string Key, byte[]? Value)> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (_values.Remove(key, out var old))
            {
                _liveBytes -= old.Length + key.Length;
            }

            if (value is null)
            {
                continue;
            }

            _values[key] = value;
            _liveBytes += value.Length + key.Length;
        }
    }

    private void Rewrite_NeedsLock()
    {
        var entry = Encode([.. _values.Select(v => (v.Key, (byte[]?)v.Value))]);
        DurableFile.Replace(_path, entry);
        _file.Dispose();
        _file = OpenFile();
        _length = entry.Length;
    }

    private static byte[] Encode(IReadOnlyList<(string Key, byte[]? Value)> changes)
    {
        using var writer = new WireWriter();
        writer.Int64(0);
        writer.Array(changes.Count);
        foreach (var (key, value) in changes)
        {
            writer.String(key);
            if (value is null)
            {
                writer.Int32(-1);
            }
            else
            {
                writer.Bytes(value);
            }
        }

        writer.PatchInt32(0, writer.Length - HeadSize);
        writer.PatchInt32(4, unchecked((int)Crc32C.Compute(writer.Written.Span[HeadSize..])));
        return writer.Written.ToArray();
    }

    private static List<(string Key, byte[]? Value)> Decode(WireReader reader)
    {
        var count = reader.ArrayLength();
        var changes = new List<(string, byte[]?)>(count);
        for (var i = 0; i < count; i++)
        {
            changes.Add((reader.String(), reader.NullableBytes()?.ToArray()));
        }

        return changes;
    }
}

using System.Buffers;

namespace Torghut.Ta.Sink;

/// <summary>Keys and values that outlive the batch of the client in which they came, in one buffer that is used again: no object a record.</summary>
internal sealed class RecordBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);

    public StoredRecord Add(in SinkRecord record)
    {
        var start = _bytes.WrittenCount;
        _bytes.Write(record.Key);
        _bytes.Write(record.Value);
        return new StoredRecord(start, record.HasKey ? record.Key.Length : null, record.HasValue ? record.Value.Length : null);
    }

    public byte[]? KeyOf(StoredRecord record) => record.KeyLength is { } length ? KeyIn(record, length).ToArray() : null;

    public byte[]? ValueOf(StoredRecord record) => record.ValueLength is { } length ? ValueIn(record, length).ToArray() : null;

    /// <summary>The record again, as it was added.</summary>
    public SinkRecord Read(StoredRecord record, int partition, long offset) => new()
    {
        Partition = partition,
        Offset = offset,
        HasKey = record.KeyLength is not null,
        Key = KeyIn(record, record.KeyLength ?? 0),
        HasValue = record.ValueLength is not null,
        Value = ValueIn(record, record.ValueLength ?? 0),
    };

    public void Clear() => _bytes.ResetWrittenCount();

    private ReadOnlySpan<byte> KeyIn(StoredRecord record, int length) => _bytes.WrittenSpan.Slice(record.Start, length);

    private ReadOnlySpan<byte> ValueIn(StoredRecord record, int length) => _bytes.WrittenSpan.Slice(record.Start + (record.KeyLength ?? 0), length);
}

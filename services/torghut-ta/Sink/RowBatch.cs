using System.Buffers;

namespace Torghut.Ta.Sink;

/// <summary>Rows in RowBinary and where they came from.</summary>
internal sealed class RowBatch(string topic)
{
    public ArrayBufferWriter<byte> Rows { get; } = new(64 * 1024);

    public OffsetRanges Offsets { get; } = new(topic);

    public int Count { get; private set; }

    /// <summary>When the first row came, in the time provider's timestamps.</summary>
    public long Began { get; private set; }

    public void Added(int partition, long offset, long now)
    {
        if (IsEmpty)
        {
            Began = now;
        }

        Count++;
        Offsets.Add(partition, offset);
    }

    /// <summary>Takes note of a record that gave no row, so that its offset is committed with its neighbours'.</summary>
    public void Skipped(int partition, long offset, long now)
    {
        if (IsEmpty)
        {
            Began = now;
        }

        Offsets.Add(partition, offset);
    }

    public bool IsEmpty => Offsets.IsEmpty;

    public void Clear()
    {
        Rows.ResetWrittenCount();
        Offsets.Clear();
        Count = 0;
    }
}

using System.Buffers;

namespace Torghut.Ta.Sink;

/// <summary>Rows in RowBinary and where they came from.</summary>
internal sealed class RowBatch(string topic)
{
    private readonly List<BatchRow> _index = [];
    private readonly HashSet<long> _days = [];

    public ArrayBufferWriter<byte> Rows { get; } = new(64 * 1024);

    /// <summary>Where each row is and what it was made of, in the order of <see cref="Rows"/>.</summary>
    public IReadOnlyList<BatchRow> Index => _index;

    /// <summary>Days that the rows lie in.</summary>
    public int Days => _days.Count;

    public OffsetRanges Offsets { get; } = new(topic);

    public int Count => _index.Count;

    /// <summary>When the first row came, in the time provider's timestamps.</summary>
    public long Began { get; private set; }

    /// <param name="row">The row, which is behind the others in <see cref="Rows"/>.</param>
    public void Added(in BatchRow row, long now)
    {
        if (IsEmpty)
        {
            Began = now;
        }

        _index.Add(row);
        _days.Add(row.Day);
        Offsets.Add(row.Position.Partition, row.Position.Offset);
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
        _index.Clear();
        _days.Clear();
    }
}

using System.Buffers;

namespace Torghut.Ta.Sink;

/// <summary>Rows in RowBinary and where they came from.</summary>
internal sealed class RowBatch(string topic)
{
    private readonly List<BatchRow> _index = [];
    private (int Partition, long Day) _last = (-1, 0);
    private readonly HashSet<long> _days = [];
    private readonly Dictionary<int, long> _dayOf = [];
    private readonly HashSet<int> _severalDays = [];

    public ArrayBufferWriter<byte> Rows { get; } = new(64 * 1024);

    /// <summary>What the rows were made of.</summary>
    public RecordBytes Records { get; } = new();

    /// <summary>Where each row is and what it was made of, in the order of <see cref="Rows"/>.</summary>
    public IReadOnlyList<BatchRow> Index => _index;

    /// <summary>Days that the rows lie in.</summary>
    public int Days => _days.Count;

    /// <summary>Partitions whose rows lie in more days than one.</summary>
    public IReadOnlyCollection<int> OfSeveralDays => _severalDays;

    public OffsetRanges Offsets { get; } = new(topic);

    public int Count => _index.Count;

    /// <summary>When the first row came, in the time provider's timestamps.</summary>
    public long Began { get; private set; }

    /// <param name="row">The row, which is behind the others in <see cref="Rows"/>.</param>
    public void Added(in BatchRow row, TimeProvider time)
    {
        BeginWith(time);
        _index.Add(row);
        Offsets.Add(row.Position.Partition, row.Position.Offset);

        // Rows come in runs of one partition and day.
        if (_last == (row.Position.Partition, row.Day))
        {
            return;
        }

        _last = (row.Position.Partition, row.Day);
        if (!_dayOf.TryGetValue(row.Position.Partition, out var day))
        {
            _dayOf[row.Position.Partition] = row.Day;
            _days.Add(row.Day);
        }
        else if (day != row.Day)
        {
            _severalDays.Add(row.Position.Partition);
            _days.Add(row.Day);
        }
    }

    /// <summary>Takes note of a record that gave no row, so that its offset is committed with its neighbours'.</summary>
    public void Skipped(int partition, long offset, TimeProvider time)
    {
        BeginWith(time);
        Offsets.Add(partition, offset);
    }

    public bool IsEmpty => Offsets.IsEmpty;

    public void Clear()
    {
        Rows.ResetWrittenCount();
        Records.Clear();
        _last = (-1, 0);
        Offsets.Clear();
        _index.Clear();
        _days.Clear();
        _dayOf.Clear();
        _severalDays.Clear();
    }

    private void BeginWith(TimeProvider time)
    {
        if (IsEmpty)
        {
            Began = time.GetTimestamp();
        }
    }
}

namespace Torghut.Ta.Sink;

/// <summary>
/// Records that the client had handed over when their partition was paused; they wait here, in their order, until it goes on. Fewer than one reading has.
/// </summary>
internal sealed class DeferredRecords
{
    private readonly List<(int Partition, long Offset, StoredRecord Record)> _records = [];
    private readonly RecordBytes _bytes = new();

    public int Count => _records.Count;

    public SinkRecord this[int index] => _bytes.Read(_records[index].Record, _records[index].Partition, _records[index].Offset);

    public void Add(in SinkRecord record) => _records.Add((record.Partition, record.Offset, _bytes.Add(record)));

    public long? FirstOf(int partition)
    {
        foreach (var record in _records)
        {
            if (record.Partition == partition)
            {
                return record.Offset;
            }
        }

        return null;
    }

    public void Clear()
    {
        _records.Clear();
        _bytes.Clear();
    }
}

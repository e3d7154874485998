using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Transactions;

/// <summary>Hands out producer ids, each once in the life of the data directory; a block at a time is noted in the journal.</summary>
internal sealed class ProducerIds
{
    private const string Key = "producer-ids";
    private const long BlockSize = 1000;
    private const long First = 1000;

    private readonly Lock _gate = new();
    private readonly CoordinatorJournal _journal;
    private long _next;
    private long _reservedBelow;

    public ProducerIds(CoordinatorJournal journal)
    {
        _journal = journal;
        var reader = new WireReader();
        _next = First;
        foreach (var value in journal.Values(Key))
        {
            reader.Reset(value, 0, value.Length);
            _next = reader.Int64();
        }

        _reservedBelow = _next;
    }

    public long Next()
    {
        lock (_gate)
        {
            if (_next == _reservedBelow)
            {
                var batch = new JournalBatch();
                batch.Put(Key, w => w.Int64(_next + BlockSize));
                _journal.Append(batch);
                _reservedBelow = _next + BlockSize;
            }

            return _next++;
        }
    }
}

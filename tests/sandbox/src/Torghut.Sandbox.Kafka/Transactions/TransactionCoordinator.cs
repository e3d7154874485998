using System.Collections.Concurrent;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Transactions;

/// <summary>
/// Decides transactions. The decision is one journal entry, offsets included; the markers in the partitions follow from it and are
/// written again after a crash. Lock order: transactional id, then offsets, partition or journal.
/// </summary>
internal sealed partial class TransactionCoordinator
{
    /// <summary>There is one coordinator for ever, so its epoch, which markers carry, never changes.</summary>
    private const int CoordinatorEpoch = 0;

    private readonly ConcurrentDictionary<string, TransactionalProducer> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TransactionalProducer> _byProducer = new();
    private readonly CoordinatorJournal _journal;
    private readonly ProducerIds _producerIds;
    private readonly OffsetStore _offsets;
    private readonly TopicCatalog _topics;
    private readonly LogContext _context;
    private readonly KafkaBrokerOptions _options;

    public TransactionCoordinator(BrokerStorage storage, KafkaBrokerOptions options)
    {
        _journal = storage.Journal;
        _producerIds = new ProducerIds(storage.Journal);
        _offsets = storage.Offsets;
        _topics = storage.Topics;
        _context = storage.Context;
        _options = options;
        Load();
    }

    /// <summary>Every transactional id that was handed out, in the order of their names.</summary>
    public IEnumerable<TransactionRecord> All => _byId.Keys.Order(StringComparer.Ordinal).Select(Find).OfType<TransactionRecord>();

    /// <summary>Appends a transactional batch if its producer has announced the partition in its open transaction.</summary>
    public AppendResult Append(PartitionLog log, Span<byte> batch, in BatchHeader header)
    {
        if (!_byProducer.TryGetValue(header.ProducerId, out var producer))
        {
            return AppendResult.Failed(ErrorCode.InvalidProducerIdMapping);
        }

        lock (producer.Gate)
        {
            var record = producer.Record;
            if (record.ProducerId != header.ProducerId)
            {
                return AppendResult.Failed(ErrorCode.InvalidProducerIdMapping);
            }

            if (record.Epoch != header.ProducerEpoch)
            {
                return AppendResult.Failed(ErrorCode.InvalidProducerEpoch);
            }

            var announced = record.State == TransactionState.Ongoing && record.Partitions.Contains(new TopicPartition(log.Topic, log.Partition));
            return announced ? log.Append(batch, header) : AppendResult.Failed(ErrorCode.InvalidTxnState);
        }
    }

    /// <summary>Aborts what has been open for too long and finishes what a full disk or a crash left half-done.</summary>
    public void Tick()
    {
        var now = _context.NowMilliseconds;
        foreach (var producer in _byId.Values)
        {
            lock (producer.Gate)
            {
                if (IsDeciding(producer.Record.State))
                {
                    TryComplete_NeedsLock(producer);
                }
                else if (producer.Record.State == TransactionState.Ongoing && now - producer.Record.Started > producer.Record.TimeoutMs)
                {
                    TryFence_NeedsLock(producer, "timed out");
                }
            }
        }
    }

    private static bool IsDeciding(TransactionState state) => state is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    private void Load()
    {
        var reader = new WireReader();
        foreach (var value in _journal.Values(TransactionRecord.Prefix))
        {
            reader.Reset(value, 0, value.Length);
            var producer = new TransactionalProducer(TransactionRecord.Read(reader));
            _byId[producer.Record.Id] = producer;
            _byProducer[producer.Record.ProducerId] = producer;
            lock (producer.Gate)
            {
                if (IsDeciding(producer.Record.State))
                {
                    TryComplete_NeedsLock(producer);
                }
            }
        }
    }

    private void Save_NeedsLock(TransactionalProducer producer, TransactionRecord next, JournalBatch? with = null)
    {
        var batch = with ?? new JournalBatch();
        batch.Put(next.Key, next.Write);
        _journal.Append(batch);
        producer.Record = next;
    }

    /// <summary>Aborts under a raised epoch, so that the producer that had it open can write nothing more.</summary>
    private void TryFence_NeedsLock(TransactionalProducer producer, string reason)
    {
        try
        {
            Fence_NeedsLock(producer, reason);
        }
        catch (IOException e)
        {
            BrokerEvents.JournalFailed(_context.Logger, e);
        }
    }

    private void Fence_NeedsLock(TransactionalProducer producer, string reason)
    {
        var record = producer.Record;
        BrokerEvents.TransactionAborted(_context.Logger, record.Id, record.ProducerId, record.Epoch, reason);
        Decide_NeedsLock(producer, record with { Epoch = (short)(record.Epoch + 1), LastEpoch = -1 }, commit: false);
    }

    private void Decide_NeedsLock(TransactionalProducer producer, TransactionRecord record, bool commit)
    {
        var batch = new JournalBatch();
        _offsets.DescribeEnd(record.ProducerId, commit, batch);
        Save_NeedsLock(producer, record with { State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort }, batch);
        _offsets.ApplyEnd(record.ProducerId, commit);
        TryComplete_NeedsLock(producer);
    }

    private void TryComplete_NeedsLock(TransactionalProducer producer)
    {
        var record = producer.Record;
        var commit = record.State == TransactionState.PrepareCommit;
        foreach (var (topic, partition) in record.Partitions)
        {
            var log = _topics.Partition(topic, partition);
            if (log is null || !log.NeedsMarker(record.ProducerId, record.Epoch))
            {
                continue;
            }

            if (!log.AppendMarker(record.ProducerId, record.Epoch, commit, CoordinatorEpoch))
            {
                return;
            }
        }

        try
        {
            var done = commit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort;
            Save_NeedsLock(producer, record with { State = done, Partitions = [], Groups = [] });
        }
        catch (IOException e)
        {
            BrokerEvents.JournalFailed(_context.Logger, e);
        }
    }
}

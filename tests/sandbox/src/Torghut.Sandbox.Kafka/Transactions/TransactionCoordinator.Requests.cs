using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Transactions;

internal sealed partial class TransactionCoordinator
{
    /// <summary>Epochs end before the type does, because a fencing abort needs one more.</summary>
    private const short LastUsableEpoch = short.MaxValue - 2;

    public ProducerIdentity Init(string? id, int timeoutMs, long producerId, short epoch) => Guard(() =>
    {
        if (id is null)
        {
            return new ProducerIdentity(ErrorCode.None, _producerIds.Next(), 0);
        }

        if (id.Length == 0)
        {
            return ProducerIdentity.Failed(ErrorCode.InvalidRequest);
        }

        if (timeoutMs <= 0 || timeoutMs > _options.MaxTransactionTimeout.TotalMilliseconds)
        {
            return ProducerIdentity.Failed(ErrorCode.InvalidTransactionTimeout);
        }

        var producer = _byId.GetOrAdd(id, static key => new TransactionalProducer(new TransactionRecord(key, -1, -1, 0)));
        lock (producer.Gate)
        {
            return InitKnown_NeedsLock(producer, timeoutMs, producerId, epoch);
        }
    }, ProducerIdentity.Failed);

    public Dictionary<TopicPartition, ErrorCode> AddPartitions(string id, long producerId, short epoch, IReadOnlyList<TopicPartition> partitions)
    {
        if (partitions.Any(p => _topics.Partition(p.Topic, p.Partition) is null))
        {
            return partitions.ToDictionary(p => p,
                p => _topics.Partition(p.Topic, p.Partition) is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.OperationNotAttempted);
        }

        var error = Extend(id, producerId, epoch, record => record with { Partitions = record.Partitions.Union(partitions).ToHashSet() });
        return partitions.ToDictionary(p => p, _ => error);
    }

    public ErrorCode AddGroup(string id, long producerId, short epoch, string group) =>
        Extend(id, producerId, epoch, record => record with { Groups = record.Groups.Append(group).ToHashSet(StringComparer.Ordinal) });

    /// <summary>Runs an offset commit inside the producer's open transaction, which must have announced the group.</summary>
    public ErrorCode WithOpenTransaction(string id, long producerId, short epoch, string group, Func<ErrorCode> commit) => Guard(() =>
    {
        if (!_byId.TryGetValue(id, out var producer))
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        lock (producer.Gate)
        {
            var error = CheckIdentity(producer.Record, producerId, epoch);
            if (error != ErrorCode.None)
            {
                return error;
            }

            var announced = producer.Record.State == TransactionState.Ongoing && producer.Record.Groups.Contains(group);
            return announced ? commit() : ErrorCode.InvalidTxnState;
        }
    }, static error => error);

    /// <summary>What is known of a transactional id; null when it has never been handed out.</summary>
    public TransactionRecord? Find(string id)
    {
        if (!_byId.TryGetValue(id, out var producer))
        {
            return null;
        }

        lock (producer.Gate)
        {
            return producer.Record.ProducerId < 0 ? null : producer.Record;
        }
    }

    public ErrorCode End(string id, long producerId, short epoch, bool commit) => Guard(() =>
    {
        if (!_byId.TryGetValue(id, out var producer))
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        lock (producer.Gate)
        {
            var error = CheckIdentity(producer.Record, producerId, epoch);
            if (error != ErrorCode.None)
            {
                return error;
            }

            switch (producer.Record.State)
            {
                case TransactionState.Ongoing:
                    Decide_NeedsLock(producer, producer.Record, commit);
                    return ErrorCode.None;
                case TransactionState.PrepareCommit or TransactionState.CompleteCommit when commit:
                case TransactionState.PrepareAbort or TransactionState.CompleteAbort when !commit:
                    return ErrorCode.None;
                default:
                    return ErrorCode.InvalidTxnState;
            }
        }
    }, static error => error);

    private static ErrorCode CheckIdentity(TransactionRecord record, long producerId, short epoch)
    {
        if (record.ProducerId != producerId)
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        return record.Epoch == epoch ? ErrorCode.None : ErrorCode.ProducerFenced;
    }

    private ProducerIdentity InitKnown_NeedsLock(TransactionalProducer producer, int timeoutMs, long producerId, short epoch)
    {
        var record = producer.Record;
        if (IsDeciding(record.State))
        {
            return ProducerIdentity.Failed(ErrorCode.ConcurrentTransactions);
        }

        if (producerId >= 0 && record.ProducerId >= 0)
        {
            if (record.ProducerId != producerId)
            {
                return ProducerIdentity.Failed(ErrorCode.ProducerFenced);
            }

            if (epoch == record.LastEpoch && record.LastEpoch >= 0)
            {
                return new ProducerIdentity(ErrorCode.None, record.ProducerId, record.Epoch);
            }

            if (epoch != record.Epoch)
            {
                return ProducerIdentity.Failed(ErrorCode.ProducerFenced);
            }
        }

        if (record.State == TransactionState.Ongoing)
        {
            Fence_NeedsLock(producer, "its producer began anew");
            record = producer.Record;
            if (IsDeciding(record.State))
            {
                return ProducerIdentity.Failed(ErrorCode.ConcurrentTransactions);
            }
        }

        return HandOut_NeedsLock(producer, record, timeoutMs, keepsPrevious: producerId >= 0);
    }

    private ProducerIdentity HandOut_NeedsLock(TransactionalProducer producer, TransactionRecord record, int timeoutMs, bool keepsPrevious)
    {
        var exhausted = record.ProducerId < 0 || record.Epoch >= LastUsableEpoch;
        var next = record with
        {
            ProducerId = exhausted ? _producerIds.Next() : record.ProducerId,
            Epoch = exhausted ? (short)0 : (short)(record.Epoch + 1),
            LastEpoch = keepsPrevious && !exhausted ? record.Epoch : (short)-1,
            TimeoutMs = timeoutMs,
            State = TransactionState.Empty,
        };
        Save_NeedsLock(producer, next);
        if (next.ProducerId != record.ProducerId)
        {
            _byProducer.TryRemove(record.ProducerId, out _);
        }

        _byProducer[next.ProducerId] = producer;
        return new ProducerIdentity(ErrorCode.None, next.ProducerId, next.Epoch);
    }

    private ErrorCode Extend(string id, long producerId, short epoch, Func<TransactionRecord, TransactionRecord> change) => Guard(() =>
    {
        if (!_byId.TryGetValue(id, out var producer))
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        lock (producer.Gate)
        {
            var record = producer.Record;
            var error = CheckIdentity(record, producerId, epoch);
            if (error != ErrorCode.None)
            {
                return error;
            }

            if (IsDeciding(record.State))
            {
                return ErrorCode.ConcurrentTransactions;
            }

            if (record.State != TransactionState.Ongoing)
            {
                record = record with { State = TransactionState.Ongoing, Started = _context.NowMilliseconds };
            }

            var next = change(record);
            var changed = next.State != producer.Record.State || next.Partitions.Count != record.Partitions.Count || next.Groups.Count != record.Groups.Count;
            if (changed)
            {
                Save_NeedsLock(producer, next);
            }

            return ErrorCode.None;
        }
    }, static error => error);

    /// <summary>A coordinator whose journal cannot be written is not available; clients try again.</summary>
    private T Guard<T>(Func<T> action, Func<ErrorCode, T> failed)
    {
        try
        {
            return action();
        }
        catch (IOException e)
        {
            BrokerEvents.JournalFailed(_context.Logger, e);
            return failed(ErrorCode.CoordinatorNotAvailable);
        }
    }
}

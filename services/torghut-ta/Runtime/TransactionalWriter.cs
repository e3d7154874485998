using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Runtime;

/// <summary>
/// Exactly-once: outputs, state and offsets in one transaction. The transactional id names the group and the partition, so that
/// opening the writer at once aborts what a dead owner of the partition left open, and fences an owner that only seemed dead. The offsets are the
/// changelog's last record, so that no call on the way of a commit needs the group's coordinator (ADR 0026, docs/adr/0026-offsets-in-the-changelog.md).
/// </summary>
/// <remarks>
/// The protocol is
/// <see href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging">KIP-98</see>. Used by the
/// consumer's thread; the calls that wait for a broker are made on the guard's.
/// </remarks>
internal sealed class TransactionalWriter : IPartitionWriter
{
    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly CallGuard _guard;
    private readonly CallLimits _limits;
    private readonly TopicPartition _state;
    private readonly Failpoints _failpoints;
    private volatile bool _open;

    public TransactionalWriter(ProducerBuilder<byte[]?, byte[]> builder, TopicPartition state, CallLimits limits, Failpoints failpoints, TimeProvider time)
    {
        _failpoints = failpoints;
        _producer = builder.Build();
        _guard = new CallGuard($"producer of partition {state.Partition.Value}", time);
        _limits = limits;
        _state = state;
    }

    public GuardedCall? BeginInitTransactions() =>
        _guard.Begin(nameof(IProducer<,>.InitTransactions), CallLimits.Outside(CallLimits.Failover), () => _producer.InitTransactions(CallLimits.Failover));

    public void Write(string topic, byte[]? key, byte[] value)
    {
        Begin();
        ProducerQueue.Produce(_producer, topic, new Message<byte[]?, byte[]> { Key = key, Value = value }, _limits.LoopTimeout);
    }

    public GuardedCall BeginCommit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> changelog)
    {
        Begin();
        return _guard.Begin(nameof(IProducer<,>.CommitTransaction), CallLimits.Outside(CallLimits.Failover), () => Commit(changelog));
    }

    public GuardedCall? BeginAbortTransaction()
    {
        if (!_open || _guard.IsBusy)
        {
            return null;
        }

        _open = false;
        var limit = CallLimits.Farewell;
        return _guard.Begin(nameof(IProducer<,>.AbortTransaction), CallLimits.Outside(limit), () => _producer.AbortTransaction(limit));
    }

    public void Dispose() => ClientDisposal.Of(_producer, _guard);

    private void Commit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> changelog)
    {
        for (var i = 0; i < changelog.Count; i++)
        {
            if (i == changelog.Count - 1)
            {
                _failpoints.Hit(FailpointNames.ProducedBeforeOffsets);
            }

            var record = new Message<byte[]?, byte[]> { Key = changelog[i].Key, Value = changelog[i].Value! };
            ProducerQueue.Produce(_producer, _state, record, _limits.LoopTimeout);
        }

        _failpoints.Hit(FailpointNames.OffsetsBeforeCommit);
        _failpoints.During(FailpointNames.CommitSent, () => _producer.CommitTransaction(CallLimits.Failover));
        _open = false;
        _failpoints.Hit(FailpointNames.CommittedBeforePoll);
    }

    private void Begin()
    {
        if (_open)
        {
            return;
        }

        _producer.BeginTransaction();
        _open = true;
    }
}

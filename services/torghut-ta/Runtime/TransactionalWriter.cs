using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Runtime;

/// <summary>
/// Exactly-once: outputs, state and offsets in one transaction. The transactional id names the group and the partition, so that
/// opening the writer at once aborts what a dead owner of the partition left open, and fences an owner that only seemed dead; the
/// consumer group's metadata fences it a second time when it sends offsets (ADR 0007, docs/adr/0007-compute-state.md).
/// </summary>
/// <remarks>
/// The protocol is
/// <see href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging">KIP-98</see>; that a
/// member which lost its partition cannot commit for it is
/// <see href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-447%3A+Producer+scalability+for+exactly+once+semantics">KIP-447</see>.
/// </remarks>
internal sealed class TransactionalWriter : IPartitionWriter
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private const int MaxAttempts = 5;

    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly Func<IConsumerGroupMetadata> _group;
    private readonly TopicPartition _state;
    private readonly Failpoints _failpoints;
    private bool _open;

    public TransactionalWriter(
        ProducerBuilder<byte[]?, byte[]> builder, TopicPartition state, Func<IConsumerGroupMetadata> group, Failpoints failpoints)
    {
        _failpoints = failpoints;
        _producer = builder.Build();
        _state = state;
        _group = group;
    }

    public void InitTransactions() => Retry(() => _producer.InitTransactions(Timeout));

    public void Write(string topic, byte[]? key, byte[] value)
    {
        Begin();
        ProducerQueue.Produce(_producer, topic, new Message<byte[]?, byte[]> { Key = key, Value = value });
    }

    public void Commit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> state, IReadOnlyList<TopicPartitionOffset> offsets)
    {
        Begin();
        foreach (var (key, value) in state)
        {
            ProducerQueue.Produce(_producer, _state, new Message<byte[]?, byte[]> { Key = key, Value = value! });
        }

        _failpoints.Hit(FailpointNames.ProducedBeforeOffsets);
        Retry(() => _producer.SendOffsetsToTransaction(offsets, _group(), Timeout));
        _failpoints.Hit(FailpointNames.OffsetsBeforeCommit);
        _failpoints.During(FailpointNames.CommitSent, () => Retry(() => _producer.CommitTransaction(Timeout)));
        _open = false;
        _failpoints.Hit(FailpointNames.CommittedBeforePoll);
    }

    public void AbortTransaction()
    {
        if (!_open)
        {
            return;
        }

        _open = false;
        _producer.AbortTransaction(Timeout);
    }

    public void Dispose() => _producer.Dispose();

    private void Begin()
    {
        if (_open)
        {
            return;
        }

        _producer.BeginTransaction();
        _open = true;
    }

    /// <summary>The client says which failures leave the transaction as it was and may simply be tried again.</summary>
    private static void Retry(Action action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                action();
                return;
            }
            catch (KafkaRetriableException) when (attempt < MaxAttempts)
            {
                // The call itself waited for as long as it may.
            }
        }
    }
}

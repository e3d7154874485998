using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Runtime;

/// <summary>
/// At-least-once: outputs reach the brokers first, then the state, then the offsets. After a crash in between, records are read again:
/// those that the state already holds are skipped by their offset, the others give the same outputs once more, with the same keys.
/// </summary>
internal sealed class AtLeastOnceWriter : IPartitionWriter
{
    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly CallGuard _guard;
    private readonly CallLimits _limits;
    private readonly TopicPartition _state;
    private readonly Action<DeliveryReport<byte[]?, byte[]>> _report;
    private readonly Failpoints _failpoints;
    private volatile Error? _failure;

    public AtLeastOnceWriter(ProducerBuilder<byte[]?, byte[]> builder, TopicPartition state, CallLimits limits, Failpoints failpoints, TimeProvider time)
    {
        _failpoints = failpoints;
        _producer = builder.Build();
        _guard = new CallGuard($"producer of partition {state.Partition.Value}", time);
        _limits = limits;
        _state = state;
        _report = report =>
        {
            if (report.Error.IsError)
            {
                _failure = report.Error;
            }
        };
    }

    public GuardedCall? BeginInitTransactions() => null;

    public void Write(string topic, byte[]? key, byte[] value) =>
        ProducerQueue.Produce(_producer, topic, new Message<byte[]?, byte[]> { Key = key, Value = value }, _limits.LoopTimeout, _report);

    public GuardedCall BeginCommit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> changelog) =>
        _guard.Begin(nameof(IProducer<,>.Flush), CallLimits.Outside(CallLimits.Failover * 3), () => Commit(changelog));

    public GuardedCall? BeginAbortTransaction() => null;

    public void Dispose() => ClientDisposal.Of(_producer, _guard);

    /// <summary>Each step reaches the brokers before the next one begins: outputs, states, and the offsets that close the commit.</summary>
    private void Commit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> changelog)
    {
        Flush();
        _failpoints.Hit(FailpointNames.ProducedBeforeOffsets);
        for (var i = 0; i < changelog.Count; i++)
        {
            if (i == changelog.Count - 1)
            {
                Flush();
                _failpoints.Hit(FailpointNames.OffsetsBeforeCommit);
            }

            var record = new Message<byte[]?, byte[]> { Key = changelog[i].Key, Value = changelog[i].Value! };
            ProducerQueue.Produce(_producer, _state, record, _limits.LoopTimeout, _report);
        }

        Flush();
        _failpoints.Hit(FailpointNames.CommittedBeforePoll);
    }

    private void Flush()
    {
        var left = _producer.Flush(CallLimits.Failover);
        if (_failure is { } failure)
        {
            throw new KafkaException(failure);
        }

        if (left > 0)
        {
            var what = $"{left} records were not acknowledged within {CallLimits.Failover.TotalSeconds:0.#} s";
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, what));
        }
    }
}

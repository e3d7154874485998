using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Runtime;

/// <summary>
/// At-least-once: outputs reach the brokers first, then the state, then the offsets. After a crash in between, records are read again:
/// those that the state already holds are skipped by their offset, the others give the same outputs once more, with the same keys.
/// </summary>
internal sealed class AtLeastOnceWriter : IPartitionWriter
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly TopicPartition _state;
    private readonly Action<IReadOnlyList<TopicPartitionOffset>> _commit;
    private readonly Action<DeliveryReport<byte[]?, byte[]>> _report;
    private readonly Failpoints _failpoints;
    private volatile Error? _failure;

    public AtLeastOnceWriter(
        ProducerBuilder<byte[]?, byte[]> builder, TopicPartition state, Action<IReadOnlyList<TopicPartitionOffset>> commit, Failpoints failpoints)
    {
        _failpoints = failpoints;
        _producer = builder.Build();
        _state = state;
        _commit = commit;
        _report = report =>
        {
            if (report.Error.IsError)
            {
                _failure = report.Error;
            }
        };
    }

    public void InitTransactions()
    {
    }

    public void Write(string topic, byte[]? key, byte[] value) =>
        ProducerQueue.Produce(_producer, topic, new Message<byte[]?, byte[]> { Key = key, Value = value }, _report);

    public void Commit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> state, IReadOnlyList<TopicPartitionOffset> offsets)
    {
        Flush();
        _failpoints.Hit(FailpointNames.ProducedBeforeOffsets);
        foreach (var (key, value) in state)
        {
            ProducerQueue.Produce(_producer, _state, new Message<byte[]?, byte[]> { Key = key, Value = value! }, _report);
        }

        Flush();
        _failpoints.Hit(FailpointNames.OffsetsBeforeCommit);
        _commit(offsets);
        _failpoints.Hit(FailpointNames.CommittedBeforePoll);
    }

    public void AbortTransaction()
    {
    }

    public void Dispose() => _producer.Dispose();

    private void Flush()
    {
        var left = _producer.Flush(Timeout);
        if (_failure is { } failure)
        {
            throw new KafkaException(failure);
        }

        if (left > 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"{left} records were not acknowledged within {Timeout.TotalSeconds:0} s"));
        }
    }
}

using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts.Records;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Sink;

internal sealed partial class SinkLoop
{
    /// <summary>
    /// Offsets between what is stored and the topic's end. The markers of transactions are among them, so it is a little more than rows
    /// while it is not zero.
    /// </summary>
    private long LagOf(TableBatcher batcher)
    {
        long lag = 0;
        foreach (var partition in PartitionsOf(batcher))
        {
            var number = partition.Partition.Value;
            var high = _consumer.GetWatermarkOffsets(partition).High.Value;
            var held = batcher.InFlight.Offsets.FirstOf(number) ?? batcher.Filling.Offsets.FirstOf(number) ?? batcher.Deferred.FirstOf(number);
            var reached = held ?? Math.Max(_consumer.Position(partition).Value, batcher.Ends.GetValueOrDefault(number));
            if (high > 0)
            {
                lag += Math.Max(0, high - Math.Max(0, reached));
            }
        }

        return lag;
    }

    /// <summary>Asks the server how it is while there is nothing to insert, which would tell.</summary>
    private void CheckServer()
    {
        if (_batchers.Any(batcher => batcher.Insert is not null && Time.GetElapsedTime(batcher.Sent) >= options.SlowAfter))
        {
            health.Slow();
        }

        if (_batchers.Any(batcher => batcher.Insert is not null || !batcher.Filling.IsEmpty) || _check is { IsCompleted: false })
        {
            return;
        }

        _check = inserter.CheckAsync(_stopping);
    }

    /// <exception cref="ConsumerStalledException">The consumer is given nothing although there is more.</exception>
    private void LookAtEnds(TableBatcher batcher)
    {
        foreach (var partition in batcher.Paused ? [] : PartitionsOf(batcher).Where(p => !batcher.Held.Contains(p.Partition.Value)))
        {
            var position = Math.Max(_consumer.Position(partition).Value, batcher.Ends.GetValueOrDefault(partition.Partition.Value, -1));
            StoreEnd(batcher, partition, position);
            _stalls.ThrowIfStalled(partition, position);
        }
    }

    /// <summary>The markers of transactions are stored in no table, so that at rest the group's lag would be theirs.</summary>
    private void StoreEnd(TableBatcher batcher, TopicPartition partition, long position)
    {
        var number = partition.Partition.Value;
        if (position >= 0 && (batcher.InFlight.Offsets.FirstOf(number) ?? batcher.Filling.Offsets.FirstOf(number)) is null)
        {
            StoreOffsets([new TopicPartitionOffset(partition, position)]);
        }
    }

    private void SendDeadLetter(in RecordPosition position, string reason, byte[]? key, byte[]? value)
    {
        (_at, _sendsDeadLetter) = (position, true);
        _deadLetters ??= new SinkDeadLetters(clients, registry, metrics, Time, logger);
        _deadLetters.Send(
            new DeadLetter(position.Topic, position.Partition, position.Offset, reason, DeadLetterLimits.Cut(key), DeadLetterLimits.Cut(value)), _stopping);
        _sendsDeadLetter = false;
    }

    private void ForgetLetters()
    {
        _deadLetters?.Forget();
        health.Hold(false);
    }
}

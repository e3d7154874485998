using Confluent.Kafka;
using Torghut.Contracts.Codecs;
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
        foreach (var partition in _consumer.Assignment.Where(p => p.Topic == batcher.Table.Topic))
        {
            var number = partition.Partition.Value;
            var high = _consumer.GetWatermarkOffsets(partition).High.Value;
            var held = batcher.InFlight.Offsets.FirstOf(number) ?? batcher.Filling.Offsets.FirstOf(number);
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
        if (_batchers.Any(batcher => batcher.Insert is not null && time.GetElapsedTime(batcher.Sent) >= options.SlowAfter))
        {
            health.Slow();
        }

        if (_batchers.Any(batcher => batcher.Insert is not null || !batcher.Filling.IsEmpty) || _check is { IsCompleted: false })
        {
            return;
        }

        _check = inserter.CheckAsync(_stopping);
    }

    private void SendDeadLetter(ConsumeResult<byte[]?, byte[]?> result, string reason)
    {
        _encoder ??= RecordEncoders.EncoderAsync(registry, RecordCodecs.DeadLetter, _kafka.DeadLetterTopic, _stopping).GetAwaiter().GetResult();
        _deadLetters ??= clients.Producer(null).Build();
        var deadLetter = new DeadLetter(result.Topic, result.Partition.Value, result.Offset.Value, reason, result.Message.Key, result.Message.Value);
        ProducerQueue.Produce(
            _deadLetters, _kafka.DeadLetterTopic, new Message<byte[]?, byte[]> { Key = result.Message.Key, Value = _encoder.Encode(deadLetter) });
    }
}

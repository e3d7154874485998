using Confluent.Kafka;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>
/// What a log says of its own time around an offset, from the records that are there. Some of them may lie: what later records contradict is not believed.
/// </summary>
internal sealed class LogWitness(KafkaClients clients, InputDeserializer deserializer, TimeSpan maxFuture, TimeProvider time)
{
    private const int Records = 256;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks about the records before an offset; where none are retained, about those that come next.</summary>
    /// <param name="next">The offset that is read next.</param>
    /// <returns>Null when the log has no record to go by.</returns>
    public LogTimes? Ask(InputKind kind, TopicPartition partition, long next, CancellationToken cancellationToken)
    {
        using var consumer = clients.Consumer<Ignore, InputRecord>(clients.Options.GroupId + "-witness", OffsetReset.Earliest, member: false)
            .SetKeyDeserializer(deserializer)
            .SetValueDeserializer(deserializer)
            .Build();
        var log = consumer.QueryWatermarkOffsets(partition, Timeout);
        var (from, to) = (Math.Max(log.Low.Value, next - Records), Math.Min(next, log.High.Value));
        if (from >= to)
        {
            from = Math.Max(log.Low.Value, next);
            to = Math.Min(from + Records, log.High.Value);
        }

        return from < to ? Judge(Read(consumer, kind, new TopicPartitionOffset(partition, from), to, cancellationToken)) : null;
    }

    private List<(long Clock, long Receipt)> Read(
        IConsumer<Ignore, InputRecord> consumer, InputKind kind, TopicPartitionOffset from, long to, CancellationToken cancellationToken)
    {
        var times = new List<(long, long)>();
        consumer.Assign(from);
        var heard = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (consumer.Consume(Poll) is not { } result)
            {
                if (time.GetElapsedTime(heard) > Timeout)
                {
                    var what = $"{from.Topic}/{from.Partition.Value} gave no record for {Timeout.TotalSeconds:0} s.";
                    throw new TaException(ErrorClass.Kafka, what, isTransient: true);
                }

                continue;
            }

            heard = time.GetTimestamp();

            if (result.IsPartitionEOF || result.Offset.Value >= to)
            {
                break;
            }

            if (TryDecode(kind, result.Message.Value, cancellationToken) is { } stamps)
            {
                times.Add(stamps);
            }

            if (result.Offset.Value >= to - 1)
            {
                break;
            }
        }

        return times;
    }

    private (long Clock, long Receipt)? TryDecode(InputKind kind, InputRecord record, CancellationToken cancellationToken)
    {
        if (record.Failure == DecodeFailure.SchemaNotLoaded)
        {
            deserializer.LoadSchemaAsync(kind, record.SchemaId, cancellationToken).GetAwaiter().GetResult();
            record = deserializer.Decode(kind, record.Value);
        }

        if (record.Failure != DecodeFailure.None || record.Implausible is not null || record.Trade.Action is not null)
        {
            return null;
        }

        var (eventTs, ingestTs) = kind == InputKind.Quote ? (record.Quote.EventTs, record.Quote.IngestTs) : (record.Trade.EventTs, record.Trade.IngestTs);
        return (Plausibility.ClockTime(eventTs, ingestTs), ingestTs);
    }

    private LogTimes? Judge(List<(long Clock, long Receipt)> times)
    {
        var (latest, newest) = (long.MinValue, long.MinValue);
        // A log's receipts rise, so one that two later records are well behind is no receipt. One alone may be wrong itself.
        var (least, second) = (long.MaxValue, long.MaxValue);
        foreach (var (clock, receipt) in Enumerable.Reverse(times))
        {
            if (second == long.MaxValue || receipt - Nanos.Of(maxFuture) <= second)
            {
                (latest, newest) = (Math.Max(latest, clock), Math.Max(newest, receipt));
            }

            (least, second) = receipt < least ? (receipt, least) : (least, Math.Min(second, receipt));
        }

        return times.Count == 0 ? null : new LogTimes(latest, newest);
    }
}

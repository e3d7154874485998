using System.Globalization;
using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ops.Http;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>Looks through parts of logs for the records of a symbol: committed ones, in no group, not more than are allowed.</summary>
internal sealed class TickLog(KafkaTargetOptions target, TaReadOptions options, TimeProvider time)
{
    /// <summary>The client asks for a name; nothing is ever committed under it.</summary>
    private const string NoGroup = "torghut-ops-ticks";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <exception cref="KafkaException">A broker did not answer in time.</exception>
    /// <exception cref="CallOverdueException">The client did not return.</exception>
    public async Task<FoundRecords> FindAsync(LogSpan span, string symbol)
    {
        if (target.Bootstrap.Length == 0)
        {
            throw new StoreNotConfiguredException(StoreFailure.Kafka, "KAFKA_BOOTSTRAP");
        }

        var config = target.Connection.ToConsumerConfig(NoGroup);
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        var consumer = new ConsumerBuilder<string?, byte[]?>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        var guard = new CallGuard("ticks", time);
        try
        {
            return await guard.RunAsync("find_ticks", (3 * CallTimeout) + options.QueryTimeout, () => Find(consumer, span, symbol));
        }
        finally
        {
            ClientDisposal.Of(consumer, guard);
        }
    }

    private FoundRecords Find(IConsumer<string?, byte[]?> consumer, LogSpan span, string symbol)
    {
        var log = consumer.QueryWatermarkOffsets(span.Partition, CallTimeout);
        var first = span.First ?? StartOf(consumer, span);
        if (span.Last < log.Low.Value || (span.First is not null && first >= log.High.Value))
        {
            return new FoundRecords([], Invariant($"the log holds offsets {log.Low.Value} to {log.High.Value - 1} of that partition only"));
        }

        var shortage = first < log.Low.Value ? Invariant($"records before offset {log.Low.Value} are no longer kept") : null;
        first = Math.Max(first, log.Low.Value);
        var found = new List<ConsumeResult<string?, byte[]?>>();
        if (first >= log.High.Value)
        {
            return new FoundRecords(found, shortage);
        }

        consumer.Assign(new TopicPartitionOffset(span.Partition, first));
        var ended = Read(consumer, span, record =>
        {
            if (record.Message.Key == symbol)
            {
                found.Add(record);
            }
        });
        return new FoundRecords(found, ended ?? shortage);
    }

    /// <returns>Why it ended before its time; null when it did not.</returns>
    private string? Read(IConsumer<string?, byte[]?> consumer, LogSpan span, Action<ConsumeResult<string?, byte[]?>> take)
    {
        var began = time.GetTimestamp();
        for (var count = 0; count < options.MaxTickRecords;)
        {
            if (time.GetElapsedTime(began) > options.QueryTimeout)
            {
                return Invariant($"it took longer than {options.QueryTimeout.TotalSeconds:0} s to look through the log");
            }

            var read = consumer.Consume(Poll);
            if (read is null)
            {
                continue;
            }

            if (read.IsPartitionEOF && read.Offset.Value <= span.Last)
            {
                return Invariant($"the log ends at offset {read.Offset.Value}, before the bar's last record");
            }

            if (read.IsPartitionEOF || (span.Last is null && read.Message.Timestamp.UtcDateTime > span.Until.UtcDateTime))
            {
                return null;
            }

            if (span.Last is { } last && read.Offset.Value > last)
            {
                return null;
            }

            take(read);
            count++;
            if (read.Offset.Value == span.Last)
            {
                return null;
            }
        }

        return Invariant($"more than {options.MaxTickRecords} records would have to be looked through");
    }

    /// <summary>Where records were appended at that time; the end of the log when none was after it.</summary>
    private static long StartOf(IConsumer<string?, byte[]?> consumer, LogSpan span)
    {
        var at = new TopicPartitionTimestamp(span.Partition, new Timestamp(span.Since.UtcDateTime));
        var found = consumer.OffsetsForTimes([at], CallTimeout)[0].Offset;
        return found.Value >= 0 ? found.Value : long.MaxValue;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

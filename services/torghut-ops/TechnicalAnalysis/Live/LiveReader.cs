using Confluent.Kafka;
using Torghut.Common.Hosting;
using Torghut.Ops.Http;
using Torghut.Ops.Kafka;
using Torghut.Ops.Observability;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// Reads the derived topics once for all clients, while there is one. An outage of brokers or of the registry is no fault of this loop: streams stay open, and
/// go on where they were.
/// </summary>
internal sealed class LiveReader(
    KafkaTargetOptions target, TopicSchemas schemas, LiveBuffer buffer, LiveStreams streams, LiveMetrics metrics, TimeProvider time,
    ILogger<LiveReader> logger) : IServiceLoop
{
    private const int MostAtOnce = 500;

    /// <summary>What a client is told of a log that does not hold its place, or is not there.</summary>
    private static readonly ErrorCode[] OtherLog =
    [
        ErrorCode.Local_AutoOffsetReset, ErrorCode.OffsetOutOfRange, ErrorCode.UnknownTopicOrPart, ErrorCode.Local_UnknownPartition,
        ErrorCode.Local_UnknownTopic,
    ];

    /// <summary>How long the logs are read on for a client that comes back.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            await streams.Wanted.WaitAsync(cancellationToken);
            try
            {
                await ReadAsync(() => pause = FirstPause, cancellationToken);
            }
            catch (Exception failure) when (StoreFailure.Of(failure) is not null && !cancellationToken.IsCancellationRequested)
            {
                Failed(failure);
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                streams.Failure = null;

                // Nobody waits for what comes next: who opens a stream later begins with what is new then.
                if (!streams.AreOpen)
                {
                    buffer.Close();
                }
            }
        }
    }

    private void Failed(Exception failure)
    {
        var seen = StoreFailure.Of(failure)!;
        streams.Failure = seen;
        metrics.Failed(seen.Store);
        OpsLog.StoreAway(logger, "ta/stream", seen.Store, failure.Message);

        // Another log stands there now: whoever goes on has to see that for himself.
        if (failure is KafkaException kafka && OtherLog.Contains(kafka.Error.Code))
        {
            buffer.Close();
        }
    }

    private async Task ReadAsync(Action succeeded, CancellationToken cancellationToken)
    {
        var decoder = new LiveDecoder(schemas.Require(), time);
        using var consumer = new LiveConsumer(target.Connection, tellsEnds: false, time);
        if (buffer.End is { } end)
        {
            await consumer.AssignAsync(end.All);
        }
        else
        {
            var (_, latest) = await consumer.EndsAsync();
            await consumer.AssignAsync(latest.All);
            buffer.Begin(latest);
        }

        var (idleSince, checkedAt) = (time.GetTimestamp(), time.GetTimestamp());
        while (streams.AreOpen || time.GetElapsedTime(idleSince) < IdleTimeout)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (streams.AreOpen)
            {
                idleSince = time.GetTimestamp();
            }

            await AppendAsync(await consumer.PollAsync(MostAtOnce), decoder, cancellationToken);
            succeeded();
            if (time.GetElapsedTime(checkedAt) >= CheckInterval)
            {
                checkedAt = time.GetTimestamp();
                if (!await AreSameLogsAsync(consumer))
                {
                    break;
                }
            }
        }

        buffer.Close();
    }

    /// <summary>Partitions may be added, and a topic made anew, without the client of a log noticing.</summary>
    private async Task<bool> AreSameLogsAsync(LiveConsumer consumer)
    {
        var (_, latest) = await consumer.EndsAsync();
        return buffer.End is { } end && latest.Fits(end) && latest.Reaches(end);
    }

    private async Task AppendAsync(IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> read, LiveDecoder decoder, CancellationToken cancellationToken)
    {
        if (read.Count == 0)
        {
            return;
        }

        var records = new List<LiveRecord>(read.Count);
        foreach (var result in read)
        {
            if (await decoder.DecodeAsync(result, cancellationToken) is { } record)
            {
                records.Add(record);
                metrics.Read(LiveTopic.All[record.Topic].EventName);
            }
            else
            {
                metrics.Undecodable();
            }
        }

        buffer.Append(records);
    }
}

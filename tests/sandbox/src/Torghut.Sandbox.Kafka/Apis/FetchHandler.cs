using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class FetchHandler(TopicCatalog topics, KafkaBrokerOptions options, FaultPanel faults) : IApiHandler
{
    /// <summary>A client that asks for more waits again; a longer wait would only delay the broker's own stop.</summary>
    private const int LongestWaitMs = 60_000;

    public ApiKey Key => ApiKey.Fetch;

    public async ValueTask HandleAsync(RequestContext context)
    {
        var request = FetchRequest.Read(context.Reader, context.Version);
        var mayWait = context.Forced == ErrorCode.None && request.MaxWaitMs > 0;
        if (mayWait && !IsStalled(context) && !HasEnough(request))
        {
            await WaitAsync(request, context, HasEnough).ConfigureAwait(false);
            mayWait = false;
        }

        var start = context.Writer.Length;
        if (Write(context, request) || !mayWait)
        {
            return;
        }

        // Compaction left nothing between the offset and the end: as good as being at the end, so wait like there.
        context.Writer.Truncate(start);
        await WaitAsync(request, context, static _ => false).ConfigureAwait(false);
        Write(context, request);
    }

    private bool IsStalled(RequestContext context) => faults.IsStalled(context.ClientId, context.Opened);

    private async ValueTask WaitAsync(FetchRequest request, RequestContext context, Predicate<FetchRequest> hasEnough)
    {
        var logs = request.Topics.SelectMany(t => t.Partitions.Select(p => topics.Partition(t.Topic, p.Index))).OfType<PartitionLog>().ToList();
        using var waiter = new FetchWaiter(TimeSpan.FromMilliseconds(Math.Min(request.MaxWaitMs, LongestWaitMs)), options.Time, context.Closed);
        foreach (var log in logs)
        {
            log.AddWaiter(waiter);
        }

        try
        {
            if (hasEnough(request))
            {
                return;
            }

            do
            {
                await waiter.WaitAsync().ConfigureAwait(false);
            }
            while (!waiter.Expired && !HasEnough(request));
        }
        finally
        {
            foreach (var log in logs)
            {
                log.RemoveWaiter(waiter);
            }
        }

        context.Closed.ThrowIfCancellationRequested();
    }

    /// <summary>Whether an answer now would hold enough bytes, or an error, for which nobody waits.</summary>
    private bool HasEnough(FetchRequest request)
    {
        var total = 0L;
        foreach (var (topic, partitions) in request.Topics)
        {
            foreach (var wanted in partitions)
            {
                if (topics.Partition(topic, wanted.Index) is not { } log)
                {
                    return true;
                }

                var offsets = log.Offsets;
                if (Check(wanted, offsets) != ErrorCode.None)
                {
                    return true;
                }

                total += Math.Min(log.BytesFrom(wanted.Offset, Limit(request, offsets)), wanted.MaxBytes);
                if (total >= Math.Max(request.MinBytes, 0))
                {
                    return total > 0 || request.MinBytes <= 0;
                }
            }
        }

        return false;
    }

    private static long Limit(FetchRequest request, in PartitionOffsets offsets) => request.ReadCommitted ? offsets.LastStable : offsets.End;

    private static ErrorCode Check(in FetchPartition wanted, in PartitionOffsets offsets)
    {
        if (wanted.LeaderEpoch > PartitionLog.LeaderEpoch)
        {
            return ErrorCode.UnknownLeaderEpoch;
        }

        return wanted.Offset < offsets.Start || wanted.Offset > offsets.End ? ErrorCode.OffsetOutOfRange : ErrorCode.None;
    }

    /// <returns>Whether the answer says anything: records, or an error.</returns>
    private bool Write(RequestContext context, FetchRequest request)
    {
        var (writer, version) = (context.Writer, context.Version);
        writer.Int32(0);
        if (version >= 7)
        {
            writer.Error(ErrorCode.None);
            writer.Int32(0);
        }

        var remaining = Math.Min(request.MaxBytes, options.MaxFetchBytes);
        var (isFirst, hasError) = (true, false);
        writer.Array(request.Topics.Count);
        foreach (var (topic, partitions) in request.Topics)
        {
            writer.String(topic);
            writer.Array(partitions.Count);
            foreach (var wanted in partitions)
            {
                var (error, bytes) = WritePartition(context, request, topic, wanted, remaining, isFirst);
                remaining -= bytes;
                isFirst &= bytes == 0;
                hasError |= error != ErrorCode.None;
            }

            writer.Tags();
        }

        writer.Tags();
        return !isFirst || hasError;
    }

    private (ErrorCode Error,
        int Bytes) WritePartition(RequestContext context, FetchRequest request, string topic, in FetchPartition wanted, int remaining, bool isFirst)
    {
        var (writer, version) = (context.Writer, context.Version);
        var log = topics.Partition(topic, wanted.Index);
        var offsets = log?.Offsets ?? new PartitionOffsets(-1, -1, -1);
        var error = context.Forced;
        if (error == ErrorCode.None)
        {
            error = log is null ? ErrorCode.UnknownTopicOrPartition : Check(wanted, offsets);
        }

        var isReadable = error == ErrorCode.None;
        writer.Int32(wanted.Index);
        writer.Error(error);
        writer.Int64(isReadable || log is not null ? offsets.End : -1);
        writer.Int64(offsets.LastStable);
        if (version >= 5)
        {
            writer.Int64(offsets.Start);
        }

        var aborted = isReadable && request.ReadCommitted ? log!.Aborted() : null;
        using var records = new WireWriter();
        var limit = Limit(request, offsets);
        var next = isReadable && !IsStalled(context)
            ? log!.Read(wanted.Offset, limit, Math.Min(remaining, wanted.MaxBytes), isFirst, records)
            : wanted.Offset;
        WriteAborted(writer, aborted is null ? null : AbortedTransaction.Between(aborted, wanted.Offset, next));
        if (version >= 11)
        {
            writer.Int32(-1);
        }

        writer.Bytes(records.Written.Span);
        writer.Tags();
        return (error, records.Length);
    }

    private static void WriteAborted(WireWriter writer, IReadOnlyList<AbortedTransaction>? aborted)
    {
        writer.Array(aborted?.Count ?? -1);
        foreach (var transaction in aborted ?? [])
        {
            writer.Int64(transaction.ProducerId);
            writer.Int64(transaction.FirstOffset);
            writer.Tags();
        }
    }
}

using Confluent.Kafka;

namespace Torghut.Ta.Observability;

/// <summary>Every log message of the service; ids 3000 to 3099.</summary>
internal static partial class TaLog
{
    [LoggerMessage(3000, LogLevel.Information, "Suspended: nothing is read or written", EventName = "suspended")]
    public static partial void Suspended(ILogger logger);

    [LoggerMessage(3001, LogLevel.Information, "Computing as group {Group} with {Guarantee} delivery", EventName = "compute_starting")]
    public static partial void ComputeStarting(ILogger logger, string group, string guarantee);

    [LoggerMessage(3002, LogLevel.Information, "Assigned partitions [{Partitions}]", EventName = "assigned")]
    public static partial void Assigned(ILogger logger, string partitions);

    [LoggerMessage(3003, LogLevel.Information, "Restored {Symbols} symbols of partitions [{Partitions}] from {Records} records in {Milliseconds} ms",
        EventName = "restored")]
    public static partial void Restored(ILogger logger, int symbols, string partitions, long records, long milliseconds);

    [LoggerMessage(3004, LogLevel.Information, "Gave up partitions [{Partitions}] after committing them", EventName = "revoked")]
    public static partial void Revoked(ILogger logger, string partitions);

    [LoggerMessage(3005, LogLevel.Warning, "Lost partitions [{Partitions}] to another member; what was not committed is dropped", EventName = "lost")]
    public static partial void Lost(ILogger logger, string partitions);

    [LoggerMessage(3006, LogLevel.Error, "Compute stopped with {ErrorClass}; starting again from the last commit in {DelayMs} ms",
        EventName = "compute_failed")]
    public static partial void ComputeFailed(ILogger logger, Exception exception, string errorClass, long delayMs);

    [LoggerMessage(3007, LogLevel.Warning, "Dead letter from {Topic}/{Partition}@{Offset}: {Reason}", EventName = "dead_letter")]
    public static partial void DeadLetter(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(3008, LogLevel.Warning, "The schema registry does not answer about schema {SchemaId}; the record waits", EventName = "registry_waiting")]
    public static partial void RegistryWaiting(ILogger logger, Exception exception, int schemaId);

    [LoggerMessage(3009, LogLevel.Information, "Compute stopped as asked, everything committed", EventName = "compute_stopped")]
    public static partial void ComputeStopped(ILogger logger);

    [LoggerMessage(3010, LogLevel.Warning, "The open transaction of partition {Partition} could not be aborted; its next owner does that",
        EventName = "abandon_failed")]
    public static partial void AbortFailed(ILogger logger, Exception exception, int partition);

    [LoggerMessage(3011, LogLevel.Information, "Partition {Partition} has no committed offsets: state begins empty at trades {Trades}, quotes {Quotes}",
        EventName = "fresh_partition")]
    public static partial void FreshPartition(ILogger logger, int partition, long trades, long quotes);

    [LoggerMessage(3012, LogLevel.Warning, "The heartbeat could not be published", EventName = "status_failed")]
    public static partial void StatusFailed(ILogger logger, Exception exception);

    [LoggerMessage(3013, LogLevel.Error, "Partition {Partition} is degraded: {Fault}", EventName = "partition_faulty")]
    public static partial void PartitionFaulty(ILogger logger, int partition, string fault);

    [LoggerMessage(3014, LogLevel.Information, "Partition {Partition} is well again after {Fault}", EventName = "partition_sound")]
    public static partial void PartitionSound(ILogger logger, int partition, string fault);

    [LoggerMessage(3015, LogLevel.Error,
        "The saved clock of {Topic}/{Partition} was {SecondsAhead} s ahead of its log and is set back; bars made meanwhile need a replay",
        EventName = "clock_repaired")]
    public static partial void ClockRepaired(ILogger logger, string topic, int partition, double secondsAhead);

    [LoggerMessage(3016, LogLevel.Error,
        "{Records} records of {Topic}/{Partition} are gone: the group was at {Committed}, the log begins at {Start}. Indicators go on without them",
        EventName = "input_gap")]
    public static partial void InputGap(ILogger logger, string topic, int partition, long records, long committed, long start);

    [LoggerMessage(3020, LogLevel.Information, "Sink writes to {Database} as group {Group}", EventName = "sink_starting")]
    public static partial void SinkStarting(ILogger logger, string database, string group);

    [LoggerMessage(3021, LogLevel.Warning, "Insert of {Rows} rows into {Table} failed with {ErrorClass} (attempt {Attempt}); again in {DelayMs} ms",
        EventName = "sink_retry")]
    public static partial void SinkRetry(ILogger logger, Exception exception, int rows, string table, string errorClass, int attempt, long delayMs);

    [LoggerMessage(3022, LogLevel.Error, "Sink paused: {Cause}. Compute goes on and rows wait in Kafka", EventName = "sink_paused")]
    public static partial void SinkPaused(ILogger logger, string cause);

    [LoggerMessage(3023, LogLevel.Information, "Sink writes again", EventName = "sink_resumed")]
    public static partial void SinkResumed(ILogger logger);

    [LoggerMessage(3028, LogLevel.Warning, "ClickHouse takes its time for inserts: rows come late", EventName = "sink_slow")]
    public static partial void SinkSlow(ILogger logger);

    [LoggerMessage(3024, LogLevel.Error, "Sink stopped with {ErrorClass}; starting again in {DelayMs} ms", EventName = "sink_failed")]
    public static partial void SinkFailed(ILogger logger, Exception exception, string errorClass, long delayMs);

    [LoggerMessage(3025, LogLevel.Information, "Tables of {Database} are in place", EventName = "schema_ready")]
    public static partial void SchemaReady(ILogger logger, string database);

    [LoggerMessage(3026, LogLevel.Warning, "A derived record at {Topic}/{Partition}@{Offset} cannot be stored: {Reason}", EventName = "sink_skipped")]
    public static partial void SinkSkipped(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(3027, LogLevel.Warning, "Rows of {Table} under way at a rebalance may be stored twice", EventName = "sink_release_failed")]
    public static partial void SinkReleaseFailed(ILogger logger, Exception exception, string table);

    [LoggerMessage(3029, LogLevel.Error,
        "The dead letter of {Topic}/{Partition}@{Offset} was refused with {Code}; again in {DelayMs} ms. Nothing behind it is committed meanwhile",
        EventName = "dead_letter_refused")]
    public static partial void DeadLetterRefused(ILogger logger, string topic, int partition, long offset, ErrorCode code, long delayMs);
}

using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Kafka;

/// <summary>Every message the broker logs. 7300 broker, 7310 network, 7320 log, 7330 groups, 7340 transactions, 7350 faults.</summary>
internal static partial class BrokerEvents
{
    [LoggerMessage(7300, LogLevel.Information, "Kafka broker listens on {Address}, data in {Directory}, {Topics} topics")]
    public static partial void Started(ILogger logger, string address, string directory, int topics);

    [LoggerMessage(7301, LogLevel.Information, "Kafka broker on {Address} stopped")]
    public static partial void Stopped(ILogger logger, string address);

    [LoggerMessage(7302, LogLevel.Error, "A background task failed; it runs again at its next turn")]
    public static partial void BackgroundFailed(ILogger logger, Exception exception);

    [LoggerMessage(7310, LogLevel.Warning, "Connection of {Client} from {Remote} closed: {Reason}")]
    public static partial void ConnectionRefused(ILogger logger, string? client, string remote, string reason);

    [LoggerMessage(7311, LogLevel.Error, "Request {Api} v{Version} of {Client} failed; its connection is closed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, short api, short version, string? client);

    [LoggerMessage(7312, LogLevel.Debug, "Connection of {Client} from {Remote} ended")]
    public static partial void ConnectionEnded(ILogger logger, string? client, string remote);

    [LoggerMessage(7313, LogLevel.Warning, "User {User} was refused ({Mechanism}) from {Remote}")]
    public static partial void LoginRefused(ILogger logger, string user, string mechanism, string remote);

    [LoggerMessage(7320, LogLevel.Error, "Append to {Topic}-{Partition} failed")]
    public static partial void AppendFailed(ILogger logger, Exception exception, string topic, int partition);

    [LoggerMessage(7321, LogLevel.Warning,
        "{Topic}-{Partition}: segment {BaseOffset} had {Bytes} bytes that are no whole batch; cut off, the log ends at {End}")]
    public static partial void TailTruncated(ILogger logger, string topic, int partition, long baseOffset, long bytes, long end);

    [LoggerMessage(7322, LogLevel.Information, "{Topic}-{Partition}: compacted {Before} to {After} bytes")]
    public static partial void Compacted(ILogger logger, string topic, int partition, long before, long after);

    [LoggerMessage(7323, LogLevel.Warning, "Coordinator journal had {Bytes} bytes that are no whole entry; cut off")]
    public static partial void JournalTruncated(ILogger logger, long bytes);

    [LoggerMessage(7330, LogLevel.Information, "Group {Group}: generation {Generation} with {Members} members, {Protocol}")]
    public static partial void Rebalanced(ILogger logger, string group, int generation, int members, string? protocol);

    [LoggerMessage(7331, LogLevel.Information, "Group {Group}: member {Member} removed, {Reason}")]
    public static partial void MemberRemoved(ILogger logger, string group, string member, string reason);

    [LoggerMessage(7340, LogLevel.Information, "Transaction of {TransactionalId} (producer {ProducerId}, epoch {Epoch}) aborted by the broker: {Reason}")]
    public static partial void TransactionAborted(ILogger logger, string transactionalId, long producerId, short epoch, string reason);

    [LoggerMessage(7341, LogLevel.Error, "The coordinator's journal could not be written")]
    public static partial void JournalFailed(ILogger logger, Exception exception);

    [LoggerMessage(7350, LogLevel.Warning, "Fault {Fault} set")]
    public static partial void FaultSet(ILogger logger, string fault);
}

using Confluent.Kafka;

namespace Torghut.Ws.Observability;

/// <summary>The service's log messages; ids 2000 to 2099.</summary>
internal static partial class WsLog
{
    [LoggerMessage(2000, LogLevel.Information, "Schema ids known: trades {Trades}, quotes {Quotes}, bars {Bars}; publishing can begin",
        EventName = "publishing_ready")]
    public static partial void PublishingReady(ILogger logger, int trades, int quotes, int bars);

    [LoggerMessage(2001, LogLevel.Warning, "The schema registry cannot tell the schema ids; trying until it does", EventName = "registry_unavailable")]
    public static partial void RegistryUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Warning, "Kafka's metadata is not usable: {Problem}", EventName = "kafka_metadata_unavailable")]
    public static partial void KafkaMetadataUnavailable(ILogger logger, string problem);

    [LoggerMessage(2003, LogLevel.Error, "A record for {Topic} was not taken: {Code} {Reason}; {Records} records since the last such line",
        EventName = "produce_failed")]
    public static partial void ProduceFailed(ILogger logger, string topic, ErrorCode code, string reason, int records);

    [LoggerMessage(2004, LogLevel.Warning, "A status record ({Status}, {Reason}) waits for room in Kafka's queue", EventName = "status_kept")]
    public static partial void StatusKept(ILogger logger, string status, string? reason);

    [LoggerMessage(2005, LogLevel.Information, "Everything accepted was acknowledged before the end", EventName = "flushed")]
    public static partial void Flushed(ILogger logger);

    [LoggerMessage(2006, LogLevel.Error, "{Count} records were not acknowledged before the end", EventName = "flush_incomplete")]
    public static partial void FlushIncomplete(ILogger logger, int count);

    [LoggerMessage(2007, LogLevel.Warning, "Kafka's queue is full; reading waits", EventName = "queue_full")]
    public static partial void QueueFull(ILogger logger);

    [LoggerMessage(2008, LogLevel.Information, "Earlier runs published up to number {LastSeq}, what was received until {Until}; {Trades} trades are remembered",
        EventName = "resuming")]
    public static partial void Resuming(ILogger logger, long lastSeq, DateTimeOffset? until, int trades);

    [LoggerMessage(2009, LogLevel.Warning, "The own topics cannot be read; trying until they can", EventName = "own_topics_unreadable")]
    public static partial void OwnTopicsUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(2020, LogLevel.Information, "The universe has {Count} symbols now", EventName = "universe_changed")]
    public static partial void UniverseChanged(ILogger logger, int count);

    [LoggerMessage(2021, LogLevel.Warning, "The universe cannot be read; the last list of {Count} symbols stays", EventName = "universe_poll_failed")]
    public static partial void UniversePollFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(2030, LogLevel.Information, "Authenticated at {Address}", EventName = "authenticated")]
    public static partial void Authenticated(ILogger logger, Uri address);

    [LoggerMessage(2031, LogLevel.Information, "Subscribing {Added} and unsubscribing {Removed} symbols", EventName = "subscribing")]
    public static partial void Subscribing(ILogger logger, int added, int removed);

    [LoggerMessage(2032, LogLevel.Information, "Subscribed to {Count} symbols", EventName = "subscribed")]
    public static partial void Subscribed(ILogger logger, int count);

    [LoggerMessage(2033, LogLevel.Warning, "The session ended ({Reason}, {ErrorClass}); attempt {Attempt} in {Delay}", EventName = "session_ended")]
    public static partial void SessionEnded(ILogger logger, Exception exception, string reason, string errorClass, int attempt, TimeSpan delay);

    [LoggerMessage(2034, LogLevel.Warning, "The server refused a subscription: {Code}", EventName = "subscribe_refused")]
    public static partial void SubscribeRefused(ILogger logger, int? code);

    [LoggerMessage(2035, LogLevel.Warning, "A message was not usable ({Reason}): {Sample}", EventName = "message_rejected")]
    public static partial void MessageRejected(ILogger logger, string reason, string sample);

    [LoggerMessage(2040, LogLevel.Information, "Listening to trade updates of account {Account}", EventName = "trade_updates_listening")]
    public static partial void TradeUpdatesListening(ILogger logger, string account);

    [LoggerMessage(2041, LogLevel.Warning, "The trade-updates session ended ({Reason}); attempt {Attempt} in {Delay}", EventName = "trade_updates_ended")]
    public static partial void TradeUpdatesEnded(ILogger logger, Exception exception, string reason, int attempt, TimeSpan delay);

    // 2042 was trade_update_rejected: of an event that nobody can read, message_rejected has a sample.
    [LoggerMessage(2043, LogLevel.Warning, "An event of order {Order} was not usable ({Reason}): {What}", EventName = "order_event_rejected")]
    public static partial void OrderEventRejected(ILogger logger, string order, string reason, string what);

    [LoggerMessage(2050, LogLevel.Information, "Backfilled {Bars} bars and {Trades} trades of {Symbols} symbols; the gap ended at {End}",
        EventName = "backfilled")]
    public static partial void Backfilled(ILogger logger, long bars, long trades, int symbols, DateTimeOffset end);

    [LoggerMessage(2051, LogLevel.Warning, "The backfill failed; attempt {Attempt} in {Delay}", EventName = "backfill_failed")]
    public static partial void BackfillFailed(ILogger logger, Exception exception, int attempt, TimeSpan delay);

    [LoggerMessage(2052, LogLevel.Error, "The backfill was given up: {Reason}", EventName = "backfill_given_up")]
    public static partial void BackfillGivenUp(ILogger logger, Exception exception, string reason);

    [LoggerMessage(2053, LogLevel.Information, "Published a corporate action: {Kind} of {Symbol} on {Day}", EventName = "corporate_action")]
    public static partial void CorporateActionPublished(ILogger logger, string kind, string symbol, DateOnly day);

    [LoggerMessage(2054, LogLevel.Warning, "Corporate actions cannot be read; trying every minute: {Problem}", EventName = "corporate_actions_unreadable")]
    public static partial void CorporateActionsUnreadable(ILogger logger, Exception exception, string problem);

    [LoggerMessage(2060, LogLevel.Information, "Ready: {Ready}, error class {ErrorClass}", EventName = "readiness_changed")]
    public static partial void ReadinessChanged(ILogger logger, bool ready, string errorClass);
}

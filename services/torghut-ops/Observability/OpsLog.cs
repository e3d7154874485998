namespace Torghut.Ops.Observability;

/// <summary>Log messages of torghut-ops; ids 5000 to 5099.</summary>
internal static partial class OpsLog
{
    [LoggerMessage(5000, LogLevel.Information, "Symbol universe has {Count} enabled symbols, from {Origin}", EventName = "universe_loaded")]
    public static partial void UniverseLoaded(ILogger logger, int count, string origin);

    [LoggerMessage(5001, LogLevel.Warning,
        "AUDIT symbol universe changed by {Actor} from {Address}: enabled [{Enabled}], disabled [{Disabled}], reason: {Reason}",
        EventName = "universe_changed")]
    public static partial void UniverseChanged(ILogger logger, string actor, string address, string enabled, string disabled, string reason);

    [LoggerMessage(5002, LogLevel.Warning, "AUDIT symbol universe change from {Address} refused: {Cause}", EventName = "universe_change_refused")]
    public static partial void UniverseChangeRefused(ILogger logger, string address, string cause);

    [LoggerMessage(5003, LogLevel.Error, "Symbol universe could not be written to {File}", EventName = "universe_write_failed")]
    public static partial void UniverseWriteFailed(ILogger logger, Exception exception, string file);

    [LoggerMessage(5004, LogLevel.Warning, "AUDIT change by {Route} from {Address} refused: {Cause}", EventName = "change_refused")]
    public static partial void ChangeRefused(ILogger logger, string route, string address, string cause);

    [LoggerMessage(5005, LogLevel.Error,
        "AUDIT symbol universe changed by {Actor} from {Address}: [{Symbols}] enabled {Enabled}, reason: {Reason}; the audit file has no end of it",
        EventName = "audit_unfinished")]
    public static partial void AuditUnfinished(
        ILogger logger, Exception exception, string actor, string address, string symbols, bool enabled, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "AUDIT {Change} by {Actor} is pushed to {Branch} as {Commit}, reason: {Reason}", EventName = "actuation_pushed")]
    public static partial void ActuationPushed(ILogger logger, string change, string actor, string branch, string commit, string reason);

    [LoggerMessage(5007, LogLevel.Warning, "AUDIT change '{Change}' by {Actor} refused by gate {Gate}: {Cause}", EventName = "actuation_refused")]
    public static partial void ActuationRefused(ILogger logger, string change, string actor, string gate, string cause);

    [LoggerMessage(5008, LogLevel.Error, "The refusal of '{Change}' is not in the audit: {Cause}", EventName = "refusal_not_audited")]
    public static partial void RefusalNotAudited(ILogger logger, string change, string cause);

    [LoggerMessage(5010, LogLevel.Information, "Snapshot {Verdict} in {DurationMs} ms: {Failed} of {Facts} facts failed", EventName = "snapshot_taken")]
    public static partial void SnapshotTaken(ILogger logger, string verdict, long durationMs, int failed, int facts);

    [LoggerMessage(5011, LogLevel.Error, "A snapshot could not be kept in {Folder}", EventName = "snapshot_not_kept")]
    public static partial void SnapshotNotKept(ILogger logger, Exception exception, string folder);

    [LoggerMessage(5012, LogLevel.Debug, "The watch of {Path} ended with {Failure} {Status}; everything is listed again", EventName = "watch_ended")]
    public static partial void WatchEnded(ILogger logger, string path, string failure, string status);

    [LoggerMessage(5030, LogLevel.Warning, "AUDIT self-heal of {Application} is restored: the pause by {Owner} is over since {Until}", EventName = "self_heal_restored")]
    public static partial void SelfHealRestored(ILogger logger, string application, string owner, string until);

    [LoggerMessage(5031, LogLevel.Error, "Self-heal of {Application} is still paused after its expiry: {Cause}", EventName = "self_heal_not_restored")]
    public static partial void SelfHealNotRestored(ILogger logger, string application, string cause);

    [LoggerMessage(5040, LogLevel.Warning, "{Route} was not answered because of {Store}: {Cause}", EventName = "store_away")]
    public static partial void StoreAway(ILogger logger, string route, string store, string cause);
}

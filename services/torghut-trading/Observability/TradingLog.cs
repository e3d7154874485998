namespace Torghut.Trading.Observability;

/// <summary>Log messages of the trading service; ids 4000 to 4099. An id is never used again for something else.</summary>
internal static partial class TradingLog
{
    [LoggerMessage(4000, LogLevel.Information, "Applied migrations: {Names}", EventName = "migrated")]
    public static partial void Migrated(ILogger logger, string names);

    [LoggerMessage(4001, LogLevel.Information, "Lease {Name} taken with token {Token}", EventName = "lease_taken")]
    public static partial void LeaseTaken(ILogger logger, string name, long token);

    [LoggerMessage(4002, LogLevel.Warning, "Lease {Name} lost", EventName = "lease_lost")]
    public static partial void LeaseLost(ILogger logger, string name);

    [LoggerMessage(4003, LogLevel.Warning, "Postgres is not usable: {Reason}", EventName = "database_down")]
    public static partial void DatabaseDown(ILogger logger, string reason);

    [LoggerMessage(4010, LogLevel.Information, "Strategy catalogue {Digest} in force with {Count} strategies", EventName = "catalogue_applied")]
    public static partial void CatalogueApplied(ILogger logger, string digest, int count);

    [LoggerMessage(4011, LogLevel.Error, "Strategy catalogue refused, the last good one stays in force: {Problem}", EventName = "catalogue_refused")]
    public static partial void CatalogueRefused(ILogger logger, string problem);

    [LoggerMessage(4012, LogLevel.Critical, "Strategy {Strategy} suspended: {Reason}", EventName = "strategy_suspended")]
    public static partial void StrategySuspended(ILogger logger, string strategy, string reason);

    [LoggerMessage(4020, LogLevel.Warning, "Tick failed with {Outcome}: {Reason}", EventName = "tick_failed")]
    public static partial void TickFailed(ILogger logger, string outcome, string reason);

    [LoggerMessage(4021, LogLevel.Error, "Signals out of order after {Cursor}; the cursor is held", EventName = "batch_out_of_order")]
    public static partial void BatchOutOfOrder(ILogger logger, string cursor);

    [LoggerMessage(4022, LogLevel.Warning, "Signals of {Symbol} not used: {Reasons}", EventName = "feature_quality")]
    public static partial void FeatureQuality(ILogger logger, string symbol, string reasons);

    [LoggerMessage(4023, LogLevel.Warning, "No decisions while the universe is not known: {Reason}", EventName = "universe_fail_safe_blocked")]
    public static partial void UniverseFailSafe(ILogger logger, string reason);

    [LoggerMessage(4030, LogLevel.Information, "Decision {Hash} of {Strategy}: {Side} {Qty} {Symbol} {Verdict} {Reasons}", EventName = "decision")]
    public static partial void Decision(ILogger logger, string hash, string strategy, string side, decimal qty, string symbol, string verdict, string reasons);

    [LoggerMessage(4031, LogLevel.Information, "Order {Hash} {Status} by {Adapter}", EventName = "submit_result")]
    public static partial void SubmitResult(ILogger logger, string hash, string status, string adapter);

    [LoggerMessage(4032, LogLevel.Warning, "The outcome of order {Hash} is unknown: {Reason}", EventName = "order_unknown")]
    public static partial void OrderUnknown(ILogger logger, string hash, string reason);

    [LoggerMessage(4033, LogLevel.Information, "Order {Hash} resolved from {From} to {To}", EventName = "order_resolved")]
    public static partial void OrderResolved(ILogger logger, string hash, string from, string to);

    [LoggerMessage(4034, LogLevel.Warning, "Order {Hash} not sent: {Code}", EventName = "order_not_sent")]
    public static partial void OrderNotSent(ILogger logger, string hash, string code);

    [LoggerMessage(4035, LogLevel.Critical, "The report on order {ClientOrderId} breaks the order protocol: {Status} for a decision in state {State}",
        EventName = "protocol_violation")]
    public static partial void ProtocolViolation(ILogger logger, string clientOrderId, string status, string state);

    [LoggerMessage(4036, LogLevel.Critical, "The broker holds order {OrderId} ({Side} {Symbol}) that is not ours; entries are blocked until it is acknowledged",
        EventName = "external_order")]
    public static partial void ExternalOrder(ILogger logger, string orderId, string side, string symbol);

    [LoggerMessage(4037, LogLevel.Information, "Start-up reconciliation finished: {Resolved} orders resolved, {Seen} orders seen",
        EventName = "reconciled_at_start")]
    public static partial void ReconciledAtStart(ILogger logger, int resolved, int seen);

    [LoggerMessage(4038, LogLevel.Warning, "Reconciliation failed: {Reason}", EventName = "reconcile_failed")]
    public static partial void ReconcileFailed(ILogger logger, string reason);

    [LoggerMessage(4039, LogLevel.Warning, "Order {Hash} goes to {Actual} instead of {Expected}: {Reason}", EventName = "execution_fallback")]
    public static partial void Fallback(ILogger logger, string hash, string expected, string actual, string reason);

    [LoggerMessage(4042, LogLevel.Warning, "New orders at the broker cannot be watched: {Reason}", EventName = "order_watch_failed")]
    public static partial void OrderPollFailed(ILogger logger, string reason);

    [LoggerMessage(4043, LogLevel.Information, "Account baseline: {Cash} USD and {Positions} positions from before our fills",
        EventName = "account_baseline_opened")]
    public static partial void BaselineOpened(ILogger logger, decimal cash, int positions);

    [LoggerMessage(4044, LogLevel.Critical, "Fills do not explain the account, only exits may leave: {Difference}", EventName = "reconciliation_break")]
    public static partial void ReconciliationBreak(ILogger logger, string difference);

    [LoggerMessage(4040, LogLevel.Warning, "Trade update at {Position} not applied: {Reason}", EventName = "trade_update_refused")]
    public static partial void TradeUpdateRefused(ILogger logger, string position, string reason);

    [LoggerMessage(4041, LogLevel.Warning, "Trade updates are not read: {Reason}", EventName = "trade_updates_down")]
    public static partial void TradeUpdatesDown(ILogger logger, string reason);

    [LoggerMessage(4050, LogLevel.Critical, "Latch {Latch} engaged by {Actor}: {Reason}", EventName = "latch_engaged")]
    public static partial void LatchEngaged(ILogger logger, string latch, string actor, string reason);

    [LoggerMessage(4051, LogLevel.Critical, "Latch {Latch} released by {Actor}: {Reason}", EventName = "latch_released")]
    public static partial void LatchReleased(ILogger logger, string latch, string actor, string reason);

    [LoggerMessage(4052, LogLevel.Critical, "Cancelling all orders failed, trying again: {Reason}", EventName = "cancel_all_failed")]
    public static partial void CancelAllFailed(ILogger logger, string reason);

    [LoggerMessage(4053, LogLevel.Critical, "All orders cancelled; the book was empty twice after {Milliseconds} ms", EventName = "book_empty")]
    public static partial void BookEmpty(ILogger logger, long milliseconds);

    [LoggerMessage(4054, LogLevel.Critical, "The local latch cannot be read or written, which counts as engaged: {Reason}", EventName = "latch_unreadable")]
    public static partial void LatchUnreadable(ILogger logger, string reason);

    [LoggerMessage(4055, LogLevel.Error, "The latch is engaged here but not yet in Postgres: {Reason}", EventName = "latch_not_persisted")]
    public static partial void LatchNotPersisted(ILogger logger, string reason);

    [LoggerMessage(4061, LogLevel.Information, "Submission {ClientOrderId} {Outcome}", EventName = "runner_submission")]
    public static partial void RunnerSubmission(ILogger logger, string clientOrderId, string outcome);

    [LoggerMessage(4056, LogLevel.Critical, "The audit log does not hold its recorded head: {Fault}", EventName = "audit_head_lost")]
    public static partial void AuditHeadLost(ILogger logger, string fault);

    [LoggerMessage(4057, LogLevel.Error, "The head of the audit log could not be recorded on local disk: {Reason}", EventName = "audit_head_not_recorded")]
    public static partial void AuditHeadNotRecorded(ILogger logger, string reason);

    [LoggerMessage(4058, LogLevel.Information, "Head of the audit log: {Seq}:{Hash}", EventName = "audit_head")]
    public static partial void AuditHead(ILogger logger, long seq, string hash);

    [LoggerMessage(4060, LogLevel.Warning, "Request {Path} failed: {Reason}", EventName = "request_failed")]
    public static partial void RequestFailed(ILogger logger, string path, string reason);
}

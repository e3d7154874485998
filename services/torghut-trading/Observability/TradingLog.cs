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

    [LoggerMessage(
        4004, LogLevel.Warning, "The role of DB_DSN could alter the audit log: give the service a role that owns nothing, and migrations DB_MIGRATION_DSN",
        EventName = "audit_alterable")]
    public static partial void AuditAlterable(ILogger logger);

    [LoggerMessage(4005, LogLevel.Warning, "The loops wait for {What}: {Fault}", EventName = "start_waits")]
    public static partial void StartWaits(ILogger logger, string what, string fault);

    [LoggerMessage(4010, LogLevel.Information, "Strategy catalogue {Digest} in force with {Count} strategies", EventName = "catalogue_applied")]
    public static partial void CatalogueApplied(ILogger logger, string digest, int count);

    [LoggerMessage(4011, LogLevel.Error, "Strategy catalogue refused, the last good one stays in force: {Problem}", EventName = "catalogue_refused")]
    public static partial void CatalogueRefused(ILogger logger, string problem);

    [LoggerMessage(4013, LogLevel.Warning, "Strategy catalogue: {Warning}", EventName = "catalogue_warning")]
    public static partial void CatalogueWarning(ILogger logger, string warning);

    [LoggerMessage(4014, LogLevel.Error,
        "The catalogue's file has been refused since the start: catalogue {Digest} of the database is in force with {Count} strategies",
        EventName = "catalogue_restored")]
    public static partial void CatalogueRestored(ILogger logger, string digest, int count);

    [LoggerMessage(4012, LogLevel.Critical, "Strategy {Strategy} suspended: {Reason}", EventName = "strategy_suspended")]
    public static partial void StrategySuspended(ILogger logger, string strategy, string reason);

    [LoggerMessage(4020, LogLevel.Warning, "Tick failed with {Outcome}: {Reason}", EventName = "tick_failed")]
    public static partial void TickFailed(ILogger logger, string outcome, string reason);

    [LoggerMessage(4021, LogLevel.Error, "Signals out of order after {Cursor}; the cursor is held", EventName = "batch_out_of_order")]
    public static partial void BatchOutOfOrder(ILogger logger, string cursor);

    [LoggerMessage(4022, LogLevel.Warning, "Signals of {Symbol} not used: {Reasons}", EventName = "feature_quality")]
    public static partial void FeatureQuality(ILogger logger, string symbol, string reasons);

    [LoggerMessage(4023, LogLevel.Warning, "No entries while the universe is not known: {Reason}", EventName = "universe_fail_safe_blocked")]
    public static partial void UniverseFailSafe(ILogger logger, string reason);

    [LoggerMessage(4024, LogLevel.Error, "{Count} rows of {Table} not read, the first of {Symbol} at {EventTs}, seq {Seq}: {Reason}, {Detail}",
        EventName = "row_rejected")]
    public static partial void RowRejected(ILogger logger, string table, string symbol, string eventTs, long seq, long count, string reason, string detail);

    [LoggerMessage(4025, LogLevel.Error, "{Symbol} is held and no enabled strategy trades it: nobody decides its exit", EventName = "held_symbol_unwatched")]
    public static partial void HeldSymbolUnwatched(ILogger logger, string symbol);

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

    [LoggerMessage(4045, LogLevel.Critical, "The broker's {Kind} {Key} was not understood, entries are blocked until it is acknowledged: {Reason}",
        EventName = "unread_item")]
    public static partial void UnreadItem(ILogger logger, string kind, string key, string reason);

    [LoggerMessage(4046, LogLevel.Critical, "The broker does not know order {OrderId} any more", EventName = "order_vanished")]
    public static partial void OrderVanished(ILogger logger, string orderId);

    [LoggerMessage(4047, LogLevel.Critical, "What was recorded of order {OrderId} is replaced by what the broker answers: {Status}, {FilledQty} filled",
        EventName = "evidence_replaced")]
    public static partial void EvidenceReplaced(ILogger logger, string orderId, string status, decimal filledQty);

    [LoggerMessage(4048, LogLevel.Information, "Account activity {Id} {Type}: {Cash} USD, {Shares} shares", EventName = "account_activity")]
    public static partial void AccountActivity(ILogger logger, string id, string type, decimal cash, decimal shares);

    [LoggerMessage(4049, LogLevel.Critical, "Account activity {Id} is of a kind that is not known and explains nothing: {Type}",
        EventName = "unknown_activity")]
    public static partial void UnknownActivity(ILogger logger, string id, string type);

    [LoggerMessage(4059, LogLevel.Warning, "Account activities cannot be read: {Reason}", EventName = "activities_not_read")]
    public static partial void ActivitiesNotRead(ILogger logger, string reason);

    [LoggerMessage(4062, LogLevel.Error, "The trade update at {Position} could not be dead-lettered and is passed over: {Reason}",
        EventName = "dead_letter_lost")]
    public static partial void DeadLetterLost(ILogger logger, string position, string reason);

    [LoggerMessage(4040, LogLevel.Warning, "Trade update at {Position} not applied: {Reason}", EventName = "trade_update_refused")]
    public static partial void TradeUpdateRefused(ILogger logger, string position, string reason);

    [LoggerMessage(4041, LogLevel.Warning, "Trade updates are not read: {Reason}", EventName = "trade_updates_down")]
    public static partial void TradeUpdatesDown(ILogger logger, string reason);

    [LoggerMessage(4042, LogLevel.Error,
        "{Records} trade updates of {Topic}/{Partition} are gone: committed was {Committed}, the log begins at {Begins}. Reconciliation has what they said",
        EventName = "trade_update_gap")]
    public static partial void TradeUpdateGap(ILogger logger, string topic, int partition, long records, long committed, long begins);

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

    [LoggerMessage(4062, LogLevel.Critical, "Latch {Latch} is engaged already and was asked for again by {Actor}: {Reason}", EventName = "latch_engaged_again")]
    public static partial void LatchEngagedAgain(ILogger logger, string latch, string actor, string reason);

    [LoggerMessage(4063, LogLevel.Critical, "Latch {Latch} is engaged in Postgres, by {Actor}: {Reason}", EventName = "latch_learnt")]
    public static partial void LatchLearnt(ILogger logger, string latch, string actor, string reason);

    [LoggerMessage(4064, LogLevel.Critical, "Latch {Latch} was released in Postgres and is released here", EventName = "latch_let_go")]
    public static partial void LatchLetGo(ILogger logger, string latch);

    [LoggerMessage(4061, LogLevel.Information, "Submission {ClientOrderId} {Outcome}", EventName = "runner_submission")]
    public static partial void RunnerSubmission(ILogger logger, string clientOrderId, string outcome);

    [LoggerMessage(4056, LogLevel.Critical, "The audit log does not hold its recorded head: {Fault}", EventName = "audit_head_lost")]
    public static partial void AuditHeadLost(ILogger logger, string fault);

    [LoggerMessage(4057, LogLevel.Error, "The head of the audit log could not be recorded on local disk: {Reason}", EventName = "audit_head_not_recorded")]
    public static partial void AuditHeadNotRecorded(ILogger logger, string reason);

    [LoggerMessage(4058, LogLevel.Information, "Head of the audit log: {Seq}:{Hash}", EventName = "audit_head")]
    public static partial void AuditHead(ILogger logger, long seq, string hash);

    [LoggerMessage(4062, LogLevel.Critical, "Order {ClientOrderId} ({Side} {Symbol}, {Status}) arrived at the broker after the emergency stop",
        EventName = "late_order")]
    public static partial void LateOrder(ILogger logger, string clientOrderId, string side, string symbol, string status);

    [LoggerMessage(4063, LogLevel.Warning, "Orders that arrive after the emergency stop cannot be seen: {Reason}", EventName = "late_orders_unseen")]
    public static partial void LateOrdersUnseen(ILogger logger, string reason);

    [LoggerMessage(4064, LogLevel.Warning, "{Rest} shares of {Symbol} cannot be closed, the broker takes whole ones only: decision {Hash}",
        EventName = "fraction_left")]
    public static partial void FractionLeft(ILogger logger, decimal rest, string symbol, string hash);

    [LoggerMessage(4065, LogLevel.Critical, "The broker refuses to close {Side} {Symbol}: {Code}; order {Hash}, asked again after a pause",
        EventName = "exit_refused")]
    public static partial void ExitRefused(ILogger logger, string side, string symbol, string code, string hash);

    [LoggerMessage(4067, LogLevel.Warning,
        "More than {Count} orders are in no list of the broker's: the others are asked about later, and fills are not compared with the account until then",
        EventName = "orders_left")]
    public static partial void OrdersLeft(ILogger logger, int count);

    [LoggerMessage(4066, LogLevel.Error, "The broker's prices cannot be read, no entry is confirmed and exits leave by limit: {Reason}",
        EventName = "second_price_away")]
    public static partial void SecondPriceAway(ILogger logger, string reason);

    [LoggerMessage(4070, LogLevel.Warning, "The review of decision {Hash} wants a person to look ({Mode})", EventName = "review_escalated")]
    public static partial void ReviewEscalated(ILogger logger, string hash, string mode);

    [LoggerMessage(4071, LogLevel.Warning, "The review of decision {Hash} gave no advice: {Outcome} ({Mode})", EventName = "review_without_advice")]
    public static partial void ReviewWithoutAdvice(ILogger logger, string hash, string outcome, string mode);

    [LoggerMessage(4072, LogLevel.Warning, "The shadow review of decision {Hash} could not be stored: {Reason}", EventName = "shadow_review_failed")]
    public static partial void ShadowReviewFailed(ILogger logger, string hash, string reason);

    [LoggerMessage(4073, LogLevel.Critical,
        "The model's advice costs money over {Decisions} decisions in {Sessions} sessions, mean below {Upper} USD: back to shadow",
        EventName = "model_demoted")]
    public static partial void ModelDemoted(ILogger logger, int decisions, int sessions, decimal upper);

    [LoggerMessage(4074, LogLevel.Warning, "Reviews cannot be marked to market for now: {Reason}", EventName = "counterfactuals_wait")]
    public static partial void CounterfactualsWait(ILogger logger, string reason);

    [LoggerMessage(4077, LogLevel.Warning, "The endpoint {Endpoint} exceeds its token limit: a request took {Tokens} tokens, which are booked",
        EventName = "token_limit_exceeded")]
    public static partial void TokenLimitExceeded(ILogger logger, string endpoint, long tokens);

    [LoggerMessage(4076, LogLevel.Warning, "The circuits of language models cannot be read for now: {Reason}", EventName = "circuits_not_read")]
    public static partial void CircuitsNotRead(ILogger logger, string reason);

    [LoggerMessage(4075, LogLevel.Warning, "How live and backtests compare cannot be read for now: {Reason}", EventName = "parity_not_read")]
    public static partial void ParityNotRead(ILogger logger, string reason);

    [LoggerMessage(4078, LogLevel.Warning, "Order {Hash} cannot be looked up for now: {Reason}", EventName = "lookup_failed")]
    public static partial void LookupFailed(ILogger logger, string hash, string reason);

    [LoggerMessage(4079, LogLevel.Warning, "The second source of prices does not take {Symbol}: {Reason}", EventName = "second_price_refused")]
    public static partial void SecondPriceRefused(ILogger logger, string symbol, string reason);

    [LoggerMessage(4060, LogLevel.Warning, "Request {Path} failed: {Reason}", EventName = "request_failed")]
    public static partial void RequestFailed(ILogger logger, string path, string reason);
}

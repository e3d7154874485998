namespace Torghut.Trading.Audit;

/// <summary>Kinds of audit rows; persisted, so only added to.</summary>
internal static class AuditKinds
{
    public const string ServiceStarted = "service_started";
    public const string CatalogueApplied = "catalogue_applied";
    public const string DecisionPlanned = "decision_planned";
    public const string RiskVerdict = "risk_verdict";
    public const string OrderState = "order_state";
    public const string ExecutionFallback = "execution_fallback";
    public const string OrderObserved = "order_observed";
    public const string ForeignOrder = "foreign_order";
    public const string ForeignOrderAcknowledged = "foreign_order_acknowledged";
    public const string LatchEngaged = "latch_engaged";
    public const string LatchReleased = "latch_released";
    public const string StrategySuspended = "strategy_suspended";
    public const string StrategyResumed = "strategy_resumed";
    public const string BooksOpened = "books_opened";
    public const string BooksDisagree = "books_disagree";
    public const string AuditHeadLost = "audit_head_lost";
}

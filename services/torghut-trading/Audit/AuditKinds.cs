namespace Torghut.Trading.Audit;

/// <summary>
/// Kinds of audit rows; persisted, so only added to: a row keeps the kind it was written with (<c>docs/adr/0013-audit-chain.md</c>). The version before 0007
/// wrote <c>foreign_order_acknowledged</c>, <c>books_opened</c> and <c>books_disagree</c>, which nothing reads.
/// </summary>
internal static class AuditKinds
{
    public const string ServiceStarted = "service_started";
    public const string CatalogueApplied = "catalogue_applied";
    public const string UniverseChanged = "universe_changed";
    public const string DecisionPlanned = "decision_planned";
    public const string RiskVerdict = "risk_verdict";
    public const string OrderState = "order_state";
    public const string ExecutionFallback = "execution_fallback";
    public const string OrderObserved = "order_observed";
    public const string ExternalOrder = "external_order";
    public const string ExternalOrderAcknowledged = "external_order_acknowledged";
    public const string LatchEngaged = "latch_engaged";

    /// <summary>A latch that was engaged already was asked for once more.</summary>
    public const string LatchEngagedAgain = "latch_engaged_again";

    public const string LatchReleased = "latch_released";
    public const string StrategySuspended = "strategy_suspended";
    public const string StrategyResumed = "strategy_resumed";
    public const string BaselineOpened = "account_baseline_opened";
    public const string ReconciliationBreak = "reconciliation_break";
    public const string UnreadItem = "unread_item";
    public const string UnreadItemResolved = "unread_item_resolved";
    public const string AccountActivity = "account_activity";
    public const string AuditHeadLost = "audit_head_lost";

    /// <summary>What <see cref="ExternalOrder"/> was called before.</summary>
    public const string FormerExternalOrder = "foreign_order";

    /// <summary>Kinds of rows that say what was seen of an order, as a list in SQL.</summary>
    public const string OrderReportsSql = $"'{OrderObserved}', '{ExternalOrder}', '{FormerExternalOrder}'";
}

using System.Diagnostics;

namespace Torghut.Trading.Observability;

/// <summary>
/// The service's spans and their attributes, described in docs/tracing.md. Names that OpenTelemetry's semantic conventions have
/// (https://opentelemetry.io/docs/specs/semconv) are theirs, the others begin with <c>torghut.</c>. No attribute holds a secret, an account number or an
/// order's payload. Nothing that is decided or persisted depends on a span.
/// </summary>
internal static class TradingTracing
{
    public const string Tick = "tick";
    public const string ReadSignal = "read signal";
    public const string Decide = "decide";
    public const string ResumeDecision = "resume decision";
    public const string SizeOrder = "size order";
    public const string CheckRisk = "check risk";
    public const string SubmitOrder = "submit order";
    public const string LookUpOrder = "look up order";
    public const string Fill = "fill";
    public const string Reconcile = "reconcile";

    public const string TickOutcome = "torghut.tick.outcome";
    public const string Symbol = "torghut.symbol";
    public const string Strategy = "torghut.strategy";
    public const string SignalTime = "torghut.signal.event_ts";
    public const string SignalSeq = "torghut.signal.seq";
    public const string DecisionHash = "torghut.decision.hash";
    public const string DecisionId = "torghut.decision.id";
    public const string RiskApproved = "torghut.risk.approved";
    public const string RiskCodes = "torghut.risk.reasons";
    public const string Adapter = "torghut.order.adapter";
    public const string OrderOutcome = "torghut.order.outcome";
    public const string OrderId = "torghut.order.id";
    public const string OrderStatus = "torghut.order.status";
    public const string OrderEventName = "torghut.order.event";
    public const string OrderSource = "torghut.order.source";

    public static ActivitySource Source { get; } = new("Torghut.Trading");
}

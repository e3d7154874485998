using System.Globalization;
using Torghut.Contracts;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>What came of a decision at the broker, as steps of its explanation.</summary>
internal static class OrderSteps
{
    private const string NoPosition =
        $"The event keeps no Kafka position; its execution id finds its record in {Topics.TradeUpdates}.";

    public static IEnumerable<ExplanationStep> Orders(DecisionEvidence decision) => decision.Executions.Count > 0
        ? decision.Executions.Select(order => new ExplanationStep(
            StepKind.Order, $"Order to {order.Side} at {order.Adapter}", order.At, StepSource.Row("executions", order.Id),
            [
                new("broker_order_id", order.OrderId), new("client_order_id", order.ClientOrderId), new("order_type", order.OrderType),
                new("time_in_force", order.TimeInForce), new("qty", Text(order.Qty), "shares"), new("limit_price", Text(order.LimitPrice), "USD a share"),
                new("status", order.Status), new("adapter_expected", decision.AdapterExpected), new("adapter_actual", decision.AdapterActual),
                new("fallback_reason", JsonFacts.Cut(decision.FallbackReason)),
            ]))
        : [new ExplanationStep(StepKind.Order, "No order", null, null, [], NoOrder(decision.Item))];

    public static IEnumerable<ExplanationStep> Fills(DecisionEvidence decision)
    {
        if (decision.Fills.Count > 0)
        {
            return decision.Fills.Select(fill => new ExplanationStep(
                StepKind.Fills, $"Fill of {Text(fill.Qty)} shares", fill.At, StepSource.Row("order_events", fill.Id),
                [
                    new("event", fill.Event), new("execution_id", fill.ExecutionId), new("qty", Text(fill.Qty), "shares"),
                    new("price", Text(fill.Price), "USD a share"), new("position_qty", Text(fill.PositionQty), "shares"), new("brought_by", fill.Source),
                ],
                NoPosition));
        }

        var filled = decision.Executions.Where(order => order.FilledQty > 0).ToArray();
        return filled.Length > 0
            ? filled.Select(order => new ExplanationStep(
                StepKind.Fills, $"Filled {Text(order.FilledQty)} shares", order.FilledAt ?? order.At, StepSource.Row("executions", order.Id),
                [new("filled_qty", Text(order.FilledQty), "shares"), new("filled_avg_price", Text(order.FilledAvgPrice), "USD a share")],
                "The single fills did not come with the stream; these are the broker's totals of the order."))
            : [new ExplanationStep(StepKind.Fills, "No fill", null, null, [], NoFill(decision))];
    }

    private static string NoOrder(DecisionItem item) => item.Status switch
    {
        "planned" or "approved" => "It has not left yet.",
        "submitting" or "unknown" => "It may have left; the broker is being asked what became of it.",
        "expired" => "It never left: its signal had become too old.",
        "withheld" => "It never left: it was stopped after it had been approved.",
        "broker_rejected" => "The broker did not take it.",
        DecisionStatuses.Rejected => "It never left: it was rejected before.",
        _ => "No row of an order names this decision.",
    };

    private static string NoFill(DecisionEvidence decision) => decision.Executions.Count == 0
        ? "There is no order that could have been filled."
        : string.Create(CultureInfo.InvariantCulture, $"The broker reports none; the order is {decision.Executions[^1].Status}.");

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using Torghut.Trading.Decisions;
using Torghut.Trading.Observability;

namespace Torghut.Trading.OrderReports;

/// <summary>What the broker reported of an order, as a span of the trace of the order's decision.</summary>
internal static class OrderReportSpan
{
    /// <summary>
    /// Records an event of the trade-updates stream or a fill learnt otherwise. Which trace it belongs to is known only once the report is stored, so the
    /// span is made afterwards and begins in the past.
    /// </summary>
    public static void Record(DateTimeOffset began, string adapter, OrderReport report, OrderReportResult result)
    {
        if (!TradingTracing.Source.HasListeners() || (report.Event is null && result.NewlyFilled <= 0))
        {
            return;
        }

        using var span = Start(began, report.Origin, DecisionTracing.ParentOf(result.Decision));
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag(TradingTracing.OrderId, report.Order.OrderId)
            .SetTag(TradingTracing.OrderStatus, report.Order.Status)
            .SetTag(TradingTracing.OrderSource, report.Source)
            .SetTag(TradingTracing.OrderEventName, report.Event?.Name ?? TradingTracing.Fill)
            .SetTag(TradingTracing.Adapter, adapter)
            .SetTag(TradingTracing.Symbol, report.Order.Symbol)
            .SetTag(TradingTracing.DecisionHash, result.Decision?.DecisionHash);
        report.Origin?.Describe(span);
    }

    private static Activity? Start(DateTimeOffset began, MessageOrigin? origin, ActivityContext parent)
    {
        if (origin is null)
        {
            return TradingTracing.Source.StartActivity(TradingTracing.Fill, ActivityKind.Internal, parent, null, null, began);
        }

        ActivityLink[] links = origin.Sender == default ? [] : [new ActivityLink(origin.Sender)];
        return TradingTracing.Source.StartActivity(origin.SpanName, ActivityKind.Consumer, parent, null, links, began);
    }
}

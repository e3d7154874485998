using Torghut.Trading.Execution;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Advisory;

/// <summary>
/// What becomes of an order after its review: a pure function. It can veto, or vary the order within bounds; symbol and side are never anybody's but the
/// decision's, and the risk engine judges the result (OWASP LLM06).
/// </summary>
internal static class PolicyGuard
{
    /// <param name="order">The order of the deterministic path.</param>
    /// <param name="read">How the review ended.</param>
    /// <param name="bounds">Within what it may have an effect.</param>
    public static GuardedOrder Apply(PlannedOrder order, ReadReply read, PolicyBounds bounds)
    {
        if (read.Advice is not { } advice)
        {
            return WithoutAdvice(order, bounds.FailMode);
        }

        if (!IsLocked(read, bounds.ModelLock))
        {
            return Fail(order, bounds.FailMode, [GuardReasons.ModelMismatch]);
        }

        return advice.Verdict switch
        {
            ReviewVerdict.Abstain => Fail(order, bounds.AbstainFailMode, [GuardReasons.Abstained]),
            ReviewVerdict.Escalate => Fail(order, bounds.EscalateFailMode, [GuardReasons.Escalated]),
            ReviewVerdict.Veto => new GuardedOrder(true, order, [GuardReasons.Veto]),
            _ when advice.Confidence < bounds.MinConfidence => new GuardedOrder(true, order, [GuardReasons.ConfidenceBelowMin]),
            ReviewVerdict.Approve => new GuardedOrder(false, order, []),
            _ when !bounds.AdjustmentAllowed => new GuardedOrder(true, order, [GuardReasons.AdjustmentDisallowed]),
            _ => Adjust(order, advice, bounds),
        };
    }

    /// <summary>What becomes of an order whose review came to nothing.</summary>
    public static GuardedOrder WithoutAdvice(PlannedOrder order, FailMode mode) => Fail(order, mode, []);

    /// <summary>Whether the model that was locked is the one that answered; a lock without a fingerprint takes any.</summary>
    public static bool IsLocked(ReadReply read, string modelLock) =>
        modelLock.Length == 0 || modelLock == read.Model || modelLock == $"{read.Model}@{read.Fingerprint}";

    private static GuardedOrder Fail(PlannedOrder order, FailMode mode, IReadOnlyList<string> why) => mode == FailMode.Veto
        ? new GuardedOrder(true, order, [.. why, GuardReasons.FailVeto])
        : new GuardedOrder(false, order, [.. why, GuardReasons.FailPassThrough]);

    private static GuardedOrder Adjust(PlannedOrder order, Advice advice, PolicyBounds bounds)
    {
        var kind = advice.AdjustedOrderType ?? (advice.LimitPrice is null ? order.Kind : OrderKind.Limit);
        if (!bounds.OrderKinds.Contains(kind))
        {
            return new GuardedOrder(true, order, [GuardReasons.OrderTypeNotAllowed]);
        }

        var limit = kind == OrderKind.Market ? null : advice.LimitPrice ?? order.LimitPrice;
        if (kind == OrderKind.Limit && !IsWithin(order, limit, bounds.ReferencePrice))
        {
            return new GuardedOrder(true, order, [GuardReasons.PriceOutOfBounds]);
        }

        // A limit that the price policy asked for bounds what the order costs; advice cannot take it away.
        if (kind == OrderKind.Market && order.Kind == OrderKind.Limit)
        {
            return new GuardedOrder(true, order, [GuardReasons.OrderTypeNotAllowed]);
        }

        var (qty, reasons) = Clamp(order.Qty, advice.AdjustedQty ?? order.Qty, bounds);
        return qty < 1
            ? new GuardedOrder(true, order, [.. reasons, GuardReasons.QtyBelowOne])
            : new GuardedOrder(false, order with { Qty = qty, Kind = kind, LimitPrice = limit }, reasons);
    }

    private static (decimal Qty, IReadOnlyList<string> Reasons) Clamp(decimal original, decimal wanted, PolicyBounds bounds)
    {
        var (least, most) = (original * bounds.MinQtyMultiplier, original * bounds.MaxQtyMultiplier);
        if (wanted < least)
        {
            return (Math.Ceiling(least), [GuardReasons.ClampedMin]);
        }

        return wanted > most ? (Math.Floor(most), [GuardReasons.ClampedMax]) : (Math.Max(Math.Floor(wanted), Math.Ceiling(least)), []);
    }

    /// <summary>A limit may ask for a better price than the decision's, never for a worse one, and for none that is out of reach.</summary>
    private static bool IsWithin(PlannedOrder order, decimal? limit, decimal? reference)
    {
        const decimal Reach = 0.05m;
        var price = order.LimitPrice ?? reference;
        return limit is { } wanted && price is { } own && PriceIncrement.Holds(wanted)
            && (order.Side == OrderSide.Buy ? wanted <= own && wanted >= own * (1 - Reach) : wanted >= own && wanted <= own * (1 + Reach));
    }
}

using FsCheck.Fluent;
using Torghut.Trading.Advisory;
using Torghut.Trading.Execution;
using Torghut.Trading.Risk;
using Torghut.Trading.Strategies;
using Torghut.Trading.Tests.Risk;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What becomes of an order after its review, and that it is never more than the decision's own.</summary>
public sealed class PolicyGuardTests
{
    private static readonly PlannedOrder Limit = Bounds.Order with { Kind = OrderKind.Limit, LimitPrice = 100 };

    private static IEnumerable<TestCaseData> Verdicts()
    {
        (string Name, Advice Advice, PolicyBounds Bounds, string Effect, string[] Reasons)[] cases =
        [
            ("approve", Bounds.Says(ReviewVerdict.Approve), Bounds.Wide, "unchanged", []),
            ("veto", Bounds.Says(ReviewVerdict.Veto), Bounds.Wide, "veto", ["llm_veto"]),
            ("veto that is unsure", Bounds.Says(ReviewVerdict.Veto, 0), Bounds.Wide, "veto", ["llm_veto"]),
            ("unsure", Bounds.Says(ReviewVerdict.Approve, 0.49m), Bounds.Wide, "veto", ["llm_confidence_below_min"]),
            ("as sure as asked", Bounds.Says(ReviewVerdict.Approve, 0.5m), Bounds.Wide, "unchanged", []),
            ("abstain", Bounds.Says(ReviewVerdict.Abstain), Bounds.Wide, "veto", ["llm_abstained", "llm_fail_veto"]),
            ("abstain, open", Bounds.Says(ReviewVerdict.Abstain), Bounds.Wide with { AbstainFailMode = FailMode.PassThrough }, "unchanged",
                ["llm_abstained", "llm_fail_pass_through"]),
            ("escalate", Bounds.Says(ReviewVerdict.Escalate), Bounds.Wide, "veto", ["llm_escalated", "llm_fail_veto"]),
            ("escalate, open", Bounds.Says(ReviewVerdict.Escalate), Bounds.Wide with { EscalateFailMode = FailMode.PassThrough }, "unchanged",
                ["llm_escalated", "llm_fail_pass_through"]),
            ("adjust, not allowed", Bounds.Says(ReviewVerdict.Adjust, qty: 30), Bounds.Wide with { AdjustmentAllowed = false }, "veto",
                ["llm_adjustment_disallowed"]),
            ("adjust", Bounds.Says(ReviewVerdict.Adjust, qty: 30), Bounds.Wide, "adjusted", []),
            ("adjust, too small", Bounds.Says(ReviewVerdict.Adjust, qty: 1), Bounds.Wide, "adjusted", ["llm_adjustment_clamped_min"]),
            ("adjust, too large", Bounds.Says(ReviewVerdict.Adjust, qty: 4_000), Bounds.Wide, "adjusted", ["llm_adjustment_clamped_max"]),
            ("adjust, type", Bounds.Says(ReviewVerdict.Adjust, kind: OrderKind.Limit, price: 99.5m), Bounds.Wide with { OrderKinds = [OrderKind.Market] },
                "veto", ["llm_adjustment_order_type_not_allowed"]),
            ("adjust, price above", Bounds.Says(ReviewVerdict.Adjust, kind: OrderKind.Limit, price: 100.01m), Bounds.Wide, "veto",
                ["llm_adjustment_price_out_of_bounds"]),
            ("adjust, price out of reach", Bounds.Says(ReviewVerdict.Adjust, kind: OrderKind.Limit, price: 5), Bounds.Wide, "veto",
                ["llm_adjustment_price_out_of_bounds"]),
            ("adjust, off the grid", Bounds.Says(ReviewVerdict.Adjust, kind: OrderKind.Limit, price: 99.505m), Bounds.Wide, "veto",
                ["llm_adjustment_price_out_of_bounds"]),
            ("adjust, no price known", Bounds.Says(ReviewVerdict.Adjust, kind: OrderKind.Limit, price: 99.5m), Bounds.Wide with { ReferencePrice = null },
                "veto", ["llm_adjustment_price_out_of_bounds"]),
            ("another model", Bounds.Says(ReviewVerdict.Approve), Bounds.Wide with { ModelLock = "m-2" }, "veto",
                ["llm_model_version_mismatch", "llm_fail_veto"]),
            ("another fingerprint", Bounds.Says(ReviewVerdict.Approve), Bounds.Wide with { ModelLock = "m-1@fp_2" }, "veto",
                ["llm_model_version_mismatch", "llm_fail_veto"]),
            ("the locked model", Bounds.Says(ReviewVerdict.Approve), Bounds.Wide with { ModelLock = "m-1@fp_1" }, "unchanged", []),
        ];
        return cases.Select(one => new TestCaseData(one.Advice, one.Bounds, one.Effect, one.Reasons).SetName($"Apply_{one.Name}"));
    }

    [TestCaseSource(nameof(Verdicts))]
    public void Apply_Advice_HasItsEffectAndReasons(object advice, object bounds, string effect, string[] reasons)
    {
        var guarded = PolicyGuard.Apply(Bounds.Order, Bounds.Read((Advice)advice), (PolicyBounds)bounds);
        Assert.That(guarded.Effect(Bounds.Order), Is.EqualTo(effect));
        Assert.That(guarded.Reasons, Is.EqualTo(reasons));
        Assert.That(reasons, Is.SubsetOf(GuardReasons.All));
    }

    [Test]
    public void Apply_EveryOutcomeButOk_IsTheFailMode()
    {
        foreach (var outcome in ReviewOutcomes.All.Where(outcome => outcome != ReviewOutcome.Ok))
        {
            Assert.That(PolicyGuard.Apply(Bounds.Order, new ReadReply(outcome), Bounds.Wide).Veto, Is.True, outcome.Code());
            var open = PolicyGuard.Apply(Bounds.Order, new ReadReply(outcome), Bounds.Wide with { FailMode = FailMode.PassThrough });
            Assert.That((open.Veto, open.Order), Is.EqualTo((false, Bounds.Order)), outcome.Code());
        }
    }

    [Test]
    public void Apply_LimitOfThePricePolicy_IsNotTakenAway() =>
        Assert.That(PolicyGuard.Apply(Limit, Bounds.Read(Bounds.Says(ReviewVerdict.Adjust, kind: OrderKind.Market)), Bounds.Wide).Veto, Is.True);

    /// <summary>
    /// The order that leaves is the deterministic one or a variation within bounds, and only if risk approves both: over generated orders, states of the
    /// account and advice of every kind.
    /// </summary>
    [Test]
    public void Apply_GeneratedReviews_SendASubsetOfTheDeterministicOrders()
    {
        var random = new Random(1611);
        var inputs = Gen.Sample(RiskGen.Input, 100, 20_000).Where((input, at) => at % 20 == 0 || RiskEngine.Evaluate(input).Approved).ToList();
        var (sent, adjusted, held) = (0, 0, 0);
        for (var at = 0; at < 60_000; at++)
        {
            var input = inputs[at % inputs.Count];
            var order = OrderOf(input);
            var bounds = BoundsOf(random, input);
            var guarded = PolicyGuard.Apply(order, ReadOf(random, order, bounds), bounds);
            if (!RiskEngine.Evaluate(input).Approved)
            {
                continue;
            }

            var judged = input with
            {
                Order = input.Order with { Qty = guarded.Order.Qty, LimitPrice = guarded.Order.LimitPrice },
                Strategy = input.Strategy with { AdvisoryVeto = guarded.Veto },
            };
            if (!RiskEngine.Evaluate(judged).Approved)
            {
                held++;
                continue;
            }

            sent++;
            adjusted += guarded.Order == order ? 0 : 1;
            Assert.That(Bounded(order, guarded.Order, bounds), Is.True, $"{order} became {guarded.Order}");
        }

        Assert.That((sent > 500, adjusted > 50, held > 500), Is.EqualTo((true, true, true)), $"{sent} sent, {adjusted} changed, {held} held");
        TestContext.Out.WriteLine($"{sent} sent, {adjusted} of them changed, {held} held back of 60,000");
    }

    private static bool Bounded(PlannedOrder order, PlannedOrder after, PolicyBounds bounds)
    {
        if (after == order)
        {
            return true;
        }

        var price = order.LimitPrice ?? bounds.ReferencePrice!.Value;
        return bounds.AdjustmentAllowed && after.Symbol == order.Symbol && after.Side == order.Side && bounds.OrderKinds.Contains(after.Kind)
            && after.Qty >= order.Qty * bounds.MinQtyMultiplier && after.Qty <= order.Qty * bounds.MaxQtyMultiplier
            && (after.LimitPrice is not { } limit || (order.Side == OrderSide.Buy ? limit <= price : limit >= price))
            && (order.LimitPrice is null || after.LimitPrice is not null);
    }

    private static PlannedOrder OrderOf(RiskInput input) => new(
        input.Order.Symbol, input.Order.Side, input.Order.Qty, input.Order.LimitPrice is null ? OrderKind.Market : OrderKind.Limit, input.Order.LimitPrice);

    private static PolicyBounds BoundsOf(Random random, RiskInput input) => Bounds.Wide with
    {
        AdjustmentAllowed = random.Next(3) > 0,
        FailMode = random.Next(2) == 0 ? FailMode.Veto : FailMode.PassThrough,
        AbstainFailMode = random.Next(2) == 0 ? FailMode.Veto : FailMode.PassThrough,
        ReferencePrice = input.Market.Price,
        ModelLock = random.Next(10) == 0 ? "other" : "",
    };

    private static ReadReply ReadOf(Random random, PlannedOrder order, PolicyBounds bounds)
    {
        if (random.Next(6) == 0)
        {
            return new ReadReply(ReviewOutcomes.All[random.Next(1, ReviewOutcomes.All.Count)]);
        }

        var price = order.LimitPrice ?? bounds.ReferencePrice ?? 100;
        var hostile = new decimal?[] { null, null, order.Qty, order.Qty - 1, order.Qty + 1, order.Qty * 10, 999_999_999, 0.000000001m };
        var prices = new decimal?[] { null, null, PriceIncrement.Down(price), PriceIncrement.Up(price), price * 0.99m, price * 2, 0.01m };
        return Bounds.Read(Bounds.Says(
            (ReviewVerdict)random.Next(5),
            random.Next(0, 11) / 10m,
            hostile[random.Next(hostile.Length)],
            random.Next(3) switch { 0 => null, 1 => OrderKind.Market, _ => OrderKind.Limit },
            prices[random.Next(prices.Length)]));
    }
}

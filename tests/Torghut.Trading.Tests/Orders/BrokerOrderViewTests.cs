using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Tests.Orders;

/// <summary>Reports on an order may come in any order and any number of times.</summary>
public sealed class BrokerOrderViewTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    private static readonly Gen<BrokerOrderView> Views =
        from status in Gen.Elements(
            "new", "accepted", "partially_filled", "pending_cancel", "filled", "canceled", "expired", "rejected", "replaced", "vanished")
        from filled in Gen.Choose(0, 5)
        from second in Gen.Choose(0, 5)
        from corrected in Gen.Elements<int?>(null, null, 1, 3)
        select new BrokerOrderView(
            status, filled, filled == 0 ? null : 100 + filled, Start.AddSeconds(second), corrected is { } at ? Start.AddSeconds(at) : null);

    [Test]
    public void Merge_AnyOrderAndRepetition_SameResult() =>
        Prop.ForAll(Views.ListOf(4).Select(l => l.ToList()).ToArbitrary(), views =>
        {
            var forward = views.Aggregate((a, b) => a.Merge(b));
            var backward = Enumerable.Reverse(views).Aggregate((a, b) => a.Merge(b));
            var nested = views[0].Merge(views[1]).Merge(views[2].Merge(views[3]));
            return forward == backward && forward == nested && views.Aggregate(forward, (a, b) => a.Merge(b)) == forward;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100_000));

    [Test]
    public void Merge_WithoutANewerCorrection_FilledNeverFallsAndTerminalAbsorbs() =>
        Prop.ForAll((from a in Views from b in Views select (a, b)).ToArbitrary(), pair =>
        {
            var merged = pair.a.Merge(pair.b with { CorrectedAt = pair.a.CorrectedAt });
            return merged.FilledQty >= pair.a.FilledQty && (!BrokerStatus.IsTerminal(pair.a.Status) || BrokerStatus.IsTerminal(merged.Status));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    /// <summary>A fill is a fact: whatever came with it or after it, and in which order, the largest stays with the price it was reported at.</summary>
    [Test]
    public void Merge_WithoutACorrection_KeepsTheLargestFillWithItsPrice() =>
        Prop.ForAll(Views.ListOf(5).Select(list => list.Select(view => view with { CorrectedAt = null }).ToList()).ToArbitrary(), views =>
        {
            var merged = views.Aggregate((a, b) => a.Merge(b));
            var largest = views.MaxBy(view => view.FilledQty)!;
            return (merged.FilledQty, merged.FilledAvgPrice) == (largest.FilledQty, largest.FilledAvgPrice);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    /// <summary>Clocks of two reports may disagree; what is filled does not.</summary>
    [Test]
    public void Merge_WorkingOrder_TheFurtherFillLeadsWhateverTheTimes()
    {
        var filling = new BrokerOrderView("partially_filled", 5, 100, Start);
        var stale = new BrokerOrderView("new", 0, null, Start.AddSeconds(9));
        Assert.That((filling.Merge(stale), stale.Merge(filling)), Is.EqualTo((filling, filling)));
    }

    [Test]
    public void Merge_TwoAveragesOfOneFill_EndsAlikeEitherWay()
    {
        var (low, high) = (new BrokerOrderView("new", 5, 100, Start), new BrokerOrderView("new", 5, 101, Start));
        Assert.That(low.Merge(high), Is.EqualTo(high.Merge(low)));
    }

    /// <summary>Two ends cannot both be true; a fill is, and of the others the one that the later says less of.</summary>
    [TestCase("filled", "canceled")]
    [TestCase("filled", "expired")]
    [TestCase("filled", "rejected")]
    [TestCase("filled", "replaced")]
    [TestCase("filled", "vanished")]
    [TestCase("canceled", "vanished")]
    [TestCase("rejected", "vanished")]
    public void Merge_TwoEnds_TheOneThatIsAFactStands(string fact, string other)
    {
        var (first, second) = (new BrokerOrderView(fact, 5, 100, Start), new BrokerOrderView(other, 5, 100, Start.AddSeconds(9)));
        Assert.That((first.Merge(second).Status, second.Merge(first).Status), Is.EqualTo((fact, fact)));
    }

    [Test]
    public void Merge_ABustedFill_StaysBustedWhateverComesLate()
    {
        var fill = new BrokerOrderView("filled", 10, 100, Start.AddSeconds(1));
        var bust = new BrokerOrderView("partially_filled", 4, 100, Start.AddSeconds(9), Start.AddSeconds(9));
        Assert.That((fill.Merge(bust), bust.Merge(fill)), Is.EqualTo((bust, bust)));
    }

    [TestCase("vanished", 2, "BrokerVanished")]
    [TestCase("filled", 5, "BrokerFilled")]
    [TestCase("canceled", 2, "BrokerCanceled")]
    [TestCase("expired", 0, "BrokerExpiredOrder")]
    [TestCase("rejected", 0, "BrokerRejectedOrder")]
    [TestCase("replaced", 0, "BrokerReplacedOrder")]
    [TestCase("new", 0, "BrokerWorking")]
    [TestCase("pending_cancel", 1, "BrokerPartialFill")]
    [TestCase("a_word_from_the_future", 0, "BrokerWorking")]
    public void ToTrigger_Status_Meaning(string status, int filled, string expected) =>
        Assert.That(BrokerStatus.ToTrigger(status, filled).ToString(), Is.EqualTo(expected));
}

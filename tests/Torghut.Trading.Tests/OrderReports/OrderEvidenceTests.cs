using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>The stream may be forged or late; what the broker answers, twice alike and not at once, stands.</summary>
public sealed class OrderEvidenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    [Test]
    public void Answer_ThatContradicts_ReplacesWhenItWasSaidTwiceAlikeAfterTheGrace()
    {
        var row = Row("filled", 4);
        var answer = View("new", 0);
        var first = OrderEvidence.Of(row, answer, true, Now, Grace);
        Assert.That((first.View, first.Replaced, first.Contradiction), Is.EqualTo((row.View, false, "0 0 ")));
        var doubted = row with { Contradiction = first.Contradiction, ContradictedSince = first.ContradictedSince };
        Assert.That(OrderEvidence.Of(doubted, answer, true, Now.AddSeconds(4), Grace).Replaced, Is.False, "an answer may lag behind the stream");
        var second = OrderEvidence.Of(doubted, answer, true, Now.AddSeconds(5), Grace);
        Assert.That((second.View, second.Replaced, second.IsSettled, second.Contradiction), Is.EqualTo((answer, true, false, (string?)null)));
    }

    [Test]
    public void Answer_ThatChangesItsMind_BeginsAgain()
    {
        var doubted = Row("filled", 4) with { Contradiction = "0 0 ", ContradictedSince = Now.AddMinutes(-1) };
        var other = OrderEvidence.Of(doubted, View("partially_filled", 1), true, Now, Grace);
        Assert.That((other.Replaced, other.ContradictedSince), Is.EqualTo((false, Now)));
        var agreeing = OrderEvidence.Of(doubted, View("filled", 4), true, Now, Grace);
        Assert.That((agreeing.Contradiction, agreeing.IsSettled), Is.EqualTo(((string?)null, true)));
    }

    [Test]
    public void Stream_NeverSettlesNorReplaces()
    {
        var row = Row("new", 0);
        var filled = OrderEvidence.Of(row, View("filled", 4), false, Now, Grace);
        Assert.That((filled.View.FilledQty, filled.IsSettled), Is.EqualTo((4m, false)));
        var doubted = Row("filled", 4) with { Contradiction = "0 0 ", ContradictedSince = Now.AddMinutes(-1) };
        Assert.That(OrderEvidence.Of(doubted, View("new", 0), false, Now, Grace).View, Is.EqualTo(doubted.View));
    }

    /// <summary>An order is asked about until it has ended and the broker has said so.</summary>
    [TestCase("new", "new", 0, false)]
    [TestCase("new", "partially_filled", 2, false)]
    [TestCase("new", "filled", 4, true)]
    [TestCase("new", "canceled", 0, true)]
    [TestCase("filled", "filled", 4, true)]
    public void Answer_ThatAgrees_SettlesAnOrderThatHasEnded(string known, string said, decimal filled, bool settled)
    {
        var row = known == said ? Row(said, filled) : Row(known, 0);
        Assert.That(OrderEvidence.Of(row, View(said, filled), true, Now, Grace).IsSettled, Is.EqualTo(settled));
    }

    [Test]
    public void Answer_AfterACorrection_RaisesAtOnce()
    {
        var row = Row("partially_filled", 2) with { CorrectedAt = Now };
        var evidence = OrderEvidence.Of(row, View("filled", 4), true, Now.AddSeconds(1), Grace);
        Assert.That((evidence.View.FilledQty, evidence.View.CorrectedAt, evidence.IsSettled), Is.EqualTo((4m, Now, true)));
    }

    [Test]
    public void Answer_OnAnOrderThatHadVanished_ShowsItAgain()
    {
        var row = Row(BrokerStatus.Vanished, 0);
        Assert.That(OrderEvidence.Of(row, View("filled", 4), true, Now, Grace).View.Status, Is.EqualTo("filled"));
        var doubted = row with { Contradiction = "0 0 ", ContradictedSince = Now.AddMinutes(-1) };
        Assert.That(OrderEvidence.Of(doubted, View("new", 0), true, Now, Grace), Is.EqualTo(new OrderEvidence(View("new", 0), false, true)));
    }

    private static ExecutionRow Row(string status, decimal filled) => new()
    {
        Status = status,
        FilledQty = filled,
        FilledAvgPrice = filled == 0 ? null : 100,
        BrokerUpdatedAt = Now,
    };

    private static BrokerOrderView View(string status, decimal filled) => new(status, filled, filled == 0 ? null : 100, Now);
}

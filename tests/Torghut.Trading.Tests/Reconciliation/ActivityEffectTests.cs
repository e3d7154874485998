using Torghut.Trading.Execution;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Tests.Reconciliation;

public sealed class ActivityEffectTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    [TestCase("FEE", "executed", null, "-0.06", "-0.06", "0", false)]
    [TestCase("DIV", null, "50", "12.50", "12.50", "0", false)]
    [TestCase("INT", null, null, "1", "1", "0", false)]
    [TestCase("CSD", "executed", null, "10000", "10000", "0", true)]
    [TestCase("CSW", "executed", null, "-6000", "-6000", "0", true)]
    [TestCase("JNLC", "executed", null, "5", "5", "0", true)]
    [TestCase("CSD", "pending", null, "10000", "0", "0", true)]
    [TestCase("CSD", "canceled", null, "10000", "0", "0", true)]
    [TestCase("SPLIT", "executed", "45", null, "0", "45", false)]
    [TestCase("SPIN", null, "3.5", "0.75", "0.75", "3.5", false)]
    [TestCase("ACATS", null, "10", null, "0", "10", true)]
    public void Of_KnownKind_IsItsMoneyAndShares(string type, string? status, string? qty, string? amount, string cash, string shares, bool isTransfer) =>
        Assert.That(
            ActivityEffect.Of(Activity(type, status, qty, amount)),
            Is.EqualTo(new ActivityEffect(Number(cash)!.Value, Number(shares)!.Value, isTransfer, true)));

    [Test]
    public void Of_UnknownKind_ExplainsNothing() =>
        Assert.That(ActivityEffect.Of(Activity("NOSUCH", "executed", "5", "100")), Is.EqualTo(new ActivityEffect(0, 0, false, false)));

    [TestCase("FEE", null)]
    [TestCase("CSD", null)]
    [TestCase("SPLIT", null)]
    public void Of_KindWithoutWhatItNeeds_IsNotUnderstood(string type, string? amount) =>
        Assert.That(() => ActivityEffect.Of(Activity(type, null, null, amount)), Throws.InstanceOf<FormatException>());

    private static BrokerActivity Activity(string type, string? status, string? qty, string? amount) =>
        new("20260206100000000::x", type, status, At, "NVDA", Number(qty), Number(amount), "{}");

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

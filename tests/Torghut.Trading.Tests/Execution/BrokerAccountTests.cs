using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

public sealed class BrokerAccountTests
{
    [TestCase(10_000, 9_400, 0, 600)]
    [TestCase(10_000, 9_400, -600, 0, Description = "withdrawn, not lost")]
    [TestCase(10_000, 10_000, 600, 600, Description = "a deposit hides no loss")]
    [TestCase(10_000, 10_500, 0, -500)]
    [TestCase(null, 1, 0, 0)]
    public void DailyLoss_EquityAndWhatWasMoved(decimal? last, decimal equity, decimal moved, decimal loss) =>
        Assert.That(new BrokerAccount(equity, last, 0, 0, false, true) { MovedIn = moved }.DailyLoss, Is.EqualTo(loss));

    [Test]
    public void DailyLoss_AccountThatWasNotUnderstood_IsNone() =>
        Assert.That(new BrokerAccount(0, 10_000, 0, 0, false, true) { Unread = "odd" }.DailyLoss, Is.Zero);
}

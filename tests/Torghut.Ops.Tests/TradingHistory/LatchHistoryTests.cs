using Torghut.Ops.TradingHistory.NoTrades;

namespace Torghut.Ops.Tests.TradingHistory;

public sealed class LatchHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 3, 14, 0, 0, TimeSpan.Zero);

    private static readonly LatchEvent[] Events = [Engaged(0, "first"), Released(10), Engaged(20, "second"), Released(30), Released(31)];

    [TestCase(5, "first", true)]
    [TestCase(15, "first", false)]
    [TestCase(25, "second", true)]
    [TestCase(40, "second", false)]
    public void Before_AnyMoment_IsTheEngagementThatWasThen(int minute, string reason, bool stood)
    {
        var at = Start.AddMinutes(minute);
        var state = LatchHistory.Before(Events, at)!;
        Assert.That((state.Reason, state.StoodAt(at)), Is.EqualTo((reason, stood)));
    }

    [Test]
    public void Before_TheFirst_IsNone() => Assert.That(LatchHistory.Before(Events, Start.AddMinutes(-1)), Is.Null);

    private static LatchEvent Engaged(int minute, string reason) => new("daily_loss", true, reason, "ann", Start.AddMinutes(minute));

    private static LatchEvent Released(int minute) => new("daily_loss", false, "over", "ann", Start.AddMinutes(minute));
}

using Torghut.Trading.Loop;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Loop;

/// <summary>A strategy that enters one symbol again and again within a minute is suspended before it enters once more.</summary>
public sealed class EntryRateGuardTests
{
    [TestCase(9, false)]
    [TestCase(10, true)]
    [TestCase(11, true)]
    public void Suspends_EntriesOfAMinute_AtTheLimit(int entries, bool suspends)
    {
        var context = new Scene().ToContext();
        context.OrderRate.Add("dip", "MSFT", Scene.Now, 100, 100);
        context.OrderRate.Add("dip", "AAPL", Scene.Now, entries, entries);
        Assert.That(EntryRateGuard.Suspends(Scene.Draft(OrderSide.Buy), context, 10), Is.EqualTo(suspends));
        Assert.That(context.Suspended.Contains("dip"), Is.EqualTo(suspends));
        Assert.That(EntryRateGuard.Suspends(Scene.Draft(OrderSide.Buy), context, 10), Is.False, "it is suspended once");
    }
}

using Torghut.Trading.Loop;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Loop;

/// <summary>A strategy that enters one symbol again and again within a minute is suspended before it enters once more.</summary>
public sealed class EntryRateGuardTests
{
    [TestCase(9, false)]
    [TestCase(10, true)]
    [TestCase(11, true)]
    public void Suspends_EntriesOfAMinute_AtTheLimit(int entries, bool suspends)
    {
        var context = After(entries);
        context.OrderRate.Add("dip", "MSFT", Scene.Now, 100, 100);
        Assert.That(Suspends(context, new RiskVerdict([], OpeningQty: 1)), Is.EqualTo(suspends));
        Assert.That(context.Suspended.Contains("dip"), Is.EqualTo(suspends));
    }

    /// <summary>A strategy that entered as often as it may has to be able to leave without a human.</summary>
    [Test]
    public void Suspends_ExitAfterAsManyEntriesAsMayBe_IsFalse()
    {
        var context = After(10);
        Assert.That(Suspends(context, new RiskVerdict([], OpeningQty: 0)), Is.False);
        Assert.That(context.Suspended, Is.Empty);
    }

    [Test]
    public void Suspends_EntryThatRiskRefusesAnyway_IsFalse()
    {
        var context = After(10);
        Assert.That(Suspends(context, new RiskVerdict([RiskReason.MarketClosed], OpeningQty: 1)), Is.False);
        Assert.That(context.Suspended, Is.Empty);
    }

    private static bool Suspends(TickContext context, RiskVerdict verdict) => EntryRateGuard.Suspends("dip", "AAPL", verdict, context, mostEntries: 10);

    private static TickContext After(int entries)
    {
        var context = new Scene().ToContext();
        context.OrderRate.Add("dip", "AAPL", Scene.Now, entries, entries);
        return context;
    }
}

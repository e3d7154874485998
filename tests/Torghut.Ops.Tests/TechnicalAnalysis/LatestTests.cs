using Torghut.Ops.TechnicalAnalysis;

namespace Torghut.Ops.Tests.TechnicalAnalysis;

public sealed class LatestTests
{
    private static readonly DateTimeOffset Newest = new(2026, 8, 3, 20, 0, 0, TimeSpan.Zero);

    /// <summary>An answer that changes with every look at the clock is never the one that the client has already.</summary>
    [TestCase(7_200.5, 60)]
    [TestCase(700.2, 15)]
    [TestCase(70.1, 5)]
    public void Of_NothingNewCame_IsTheSameForAWhile(double age, double later)
    {
        var (first, second) = (At(age), At(age + later));
        Assert.That((second.AsOf, second.Items[0].LagSeconds), Is.EqualTo((first.AsOf, first.Items[0].LagSeconds)));
    }

    [TestCase(0.4, 0)]
    [TestCase(5.4, 5)]
    [TestCase(75, 70)]
    [TestCase(3_599, 3_540)]
    [TestCase(90_000, 90_000)]
    public void Of_AnAge_IsSaidToTheStep(double age, double lag) => Assert.That(At(age).Items[0].LagSeconds, Is.EqualTo(lag));

    [Test]
    public void Of_ASymbolThatIsSilentWhileOthersAreNot_HasItsLagToTheSecond()
    {
        var latest = Latest.Of(Newest.AddSeconds(1.5), [("A", Newest, [], null), ("B", Newest.AddHours(-3), [], null)]);
        Assert.That(latest.Items.Select(item => item.LagSeconds), Is.EqualTo(new[] { 1, 10_801 }));
    }

    private static Latest At(double age) => Latest.Of(Newest.AddSeconds(age), [("A", Newest, [], null)]);
}

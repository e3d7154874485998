using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

/// <summary>How soon the same is asked again of a broker that refused it.</summary>
public sealed class RefusalHistoryTests
{
    [TestCase(1, 4.9, true)]
    [TestCase(1, 5, false)]
    [TestCase(2, 19.9, true)]
    [TestCase(2, 20, false)]
    [TestCase(3, 59.9, true)]
    [TestCase(3, 60, false)]
    [TestCase(40, 59.9, true)]
    [TestCase(40, 60, false)]
    public void HoldsBack_Refused_SoonAtFirstThenOnceAMinute(int times, double since, bool expected) =>
        Assert.That(new RefusalHistory("insufficient_qty", times, TimeSpan.FromSeconds(since)).HoldsBack, Is.EqualTo(expected));
}

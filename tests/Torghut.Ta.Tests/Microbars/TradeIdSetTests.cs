using Torghut.Ta.Microbars;

namespace Torghut.Ta.Tests.Microbars;

[TestFixture]
internal sealed class TradeIdSetTests
{
    [Test]
    public void Add_SameIdOnAnotherExchangeOrDay_IsAnotherPrint()
    {
        var set = new TradeIdSet();
        Assert.That(set.Add(1, 'V', 0, 10, 0), Is.True);
        Assert.That(set.Add(1, 'V', 0, 10, 0), Is.False);
        Assert.That(set.Add(1, 'X', 0, 10, 0), Is.True);
        Assert.That(set.Add(1, 'V', 86_400, 10, 0), Is.True);
    }

    [Test]
    public void Add_ExpiredPrint_IsForgotten()
    {
        var set = new TradeIdSet();
        set.Add(1, 'V', 0, 10, 0);
        Assert.That(set.Find(1, 'V', 0, 9), Is.EqualTo(10));
        Assert.That(set.Find(1, 'V', 0, 10), Is.EqualTo(long.MinValue));
        Assert.That(set.Add(1, 'V', 0, 30, 10), Is.True);
    }

    [Test]
    public void Add_ManySeconds_HoldsNoMoreThanTheHorizon()
    {
        var set = new TradeIdSet();
        for (var second = 1; second < 2000; second++)
            for (var i = 0; i < 50; i++) Assert.That(set.Add((second * 1000) + i, 'V', 0, second, second - 12), Is.True);
        Assert.That(set.Count, Is.LessThan(50 * 12 * 4));
    }
}

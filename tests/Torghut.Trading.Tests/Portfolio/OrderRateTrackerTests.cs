using Torghut.Trading.Portfolio;

namespace Torghut.Trading.Tests.Portfolio;

/// <summary>How many orders left lately: the account's together, and each strategy's entries in each symbol.</summary>
public sealed class OrderRateTrackerTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);

    private OrderRateTracker _rate = new();

    [SetUp]
    public void Load()
    {
        _rate = new OrderRateTracker();
        _rate.Add("dip", "AAPL", Now.AddSeconds(-20), orders: 3, entries: 2);
        _rate.Add("dip", "MSFT", null, orders: 4, entries: 0);
    }

    [Test]
    public void OrdersLastMinute_OfEveryStrategyAndSymbol_Together() => Assert.That(_rate.OrdersLastMinute, Is.EqualTo(7));

    [Test]
    public void Entries_OfAPair_StandForItAlone()
    {
        Assert.That((_rate.EntriesLastMinute("dip", "AAPL"), _rate.SinceLastEntry("dip", "AAPL", Now)), Is.EqualTo((2, (TimeSpan?)TimeSpan.FromSeconds(20))));
        Assert.That((_rate.EntriesLastMinute("dip", "MSFT"), _rate.SinceLastEntry("dip", "MSFT", Now)), Is.EqualTo((0, (TimeSpan?)null)));
        Assert.That((_rate.EntriesLastMinute("other", "AAPL"), _rate.SinceLastEntry("other", "AAPL", Now)), Is.EqualTo((0, (TimeSpan?)null)));
    }

    [Test]
    public void Leaving_Entry_StartsItsCooldownAtOnce()
    {
        _rate.Leaving("dip", "MSFT", Now, entry: true);
        Assert.That(
            (_rate.OrdersLastMinute, _rate.EntriesLastMinute("dip", "MSFT"), _rate.SinceLastEntry("dip", "MSFT", Now)),
            Is.EqualTo((8, 1, (TimeSpan?)TimeSpan.Zero)));
    }

    [Test]
    public void Leaving_Exit_IsAnOrderAndNoEntry()
    {
        _rate.Leaving("dip", "AAPL", Now, entry: false);
        Assert.That(
            (_rate.OrdersLastMinute, _rate.EntriesLastMinute("dip", "AAPL"), _rate.SinceLastEntry("dip", "AAPL", Now)),
            Is.EqualTo((8, 2, (TimeSpan?)TimeSpan.FromSeconds(20))));
    }
}

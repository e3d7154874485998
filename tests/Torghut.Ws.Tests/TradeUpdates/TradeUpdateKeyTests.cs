using Torghut.Alpaca.TradeUpdates;
using Torghut.Ws.TradeUpdates;

namespace Torghut.Ws.Tests.TradeUpdates;

public sealed class TradeUpdateKeyTests
{
    private static readonly TradeUpdateMessage Fill = new()
    {
        Event = TradeUpdateEvent.PartialFill,
        EventText = "partial_fill",
        ExecutionId = "e1",
        TimestampNanos = 1,
        OrderId = "o1",
        ClientOrderId = "c1",
        Symbol = "AAPL",
        OrderStatus = "partially_filled",
        OrderJson = "{}",
    };

    [Test]
    public void Of_SecondFillOfOneOrderAndTime_IsAnother() =>
        Assert.That(TradeUpdateKey.Of(Fill with { ExecutionId = "e2" }), Is.Not.EqualTo(TradeUpdateKey.Of(Fill)));

    [Test]
    public void Of_OneExecutionToldTwice_IsTheSame() =>
        Assert.That(TradeUpdateKey.Of(Fill with { TimestampNanos = 2, OrderJson = "{ }" }), Is.EqualTo(TradeUpdateKey.Of(Fill)));

    [Test]
    public void Of_OtherEvents_GoByOrderEventAndTime()
    {
        var accepted = Fill with { Event = TradeUpdateEvent.New, EventText = "new" };

        Assert.That(TradeUpdateKey.Of(accepted with { ExecutionId = "e9" }), Is.EqualTo(TradeUpdateKey.Of(accepted)));
        Assert.That(TradeUpdateKey.Of(accepted with { TimestampNanos = 2 }), Is.Not.EqualTo(TradeUpdateKey.Of(accepted)));
        Assert.That(TradeUpdateKey.Of(accepted with { EventText = "canceled" }), Is.Not.EqualTo(TradeUpdateKey.Of(accepted)));
    }

    [Test]
    public void Mark_BeyondTheCapacity_ForgetsTheOldest()
    {
        var window = new TradeUpdateWindow();
        for (var number = 0; number <= 10_000; number++)
        {
            window.Mark(new TradeUpdateKey($"{number}", "", 0));
        }

        Assert.That(window.Contains(new TradeUpdateKey("0", "", 0)), Is.False);
        Assert.That(window.Contains(new TradeUpdateKey("1", "", 0)), Is.True);
    }
}

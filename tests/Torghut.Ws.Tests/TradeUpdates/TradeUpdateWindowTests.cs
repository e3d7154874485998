using Torghut.Contracts.Records;
using Torghut.Ws.TradeUpdates;

namespace Torghut.Ws.Tests.TradeUpdates;

public sealed class TradeUpdateWindowTests
{
    [Test]
    public void Mark_BeyondTheCapacity_ForgetsTheOldest()
    {
        var window = new TradeUpdateWindow();
        for (var number = 0; number <= 10_000; number++)
        {
            window.Mark(Update(number));
        }

        Assert.That(window.Contains(Update(0)), Is.False);
        Assert.That(window.Contains(Update(1)), Is.True);
    }

    private static TradeUpdateIdentity Update(int number) => TradeUpdateIdentity.Of("new", null, $"{number}", 1);
}

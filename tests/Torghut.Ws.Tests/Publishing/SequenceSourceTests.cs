using FsCheck;
using FsCheck.Fluent;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Publishing;

public sealed class SequenceSourceTests
{
    [Test]
    public void Next_AnyClock_GrowsStrictlyPerSymbol() => Prop.ForAll<short[]>(steps =>
    {
        var source = new SequenceSource();
        var clock = 1_775_490_866_000_000_000L;
        var last = 0L;
        foreach (var step in steps)
        {
            clock += step;
            var next = source.Next("AAPL", clock);
            if (next <= last || next < clock)
            {
                return false;
            }

            last = next;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Next_OtherSymbols_CountByThemselves()
    {
        var source = new SequenceSource();

        Assert.That((source.Next("A", 5), source.Next("B", 5), source.Next("A", 5)), Is.EqualTo((5L, 5L, 6L)));
    }

    [Test]
    public void Next_MoreSymbolsThanExist_StaysBounded()
    {
        var source = new SequenceSource();
        for (var number = 0; number < 200_000; number++)
        {
            source.Next($"S{number}", number);
        }

        Assert.That(source.Next("S0", 200_000), Is.EqualTo(200_000));
    }
}

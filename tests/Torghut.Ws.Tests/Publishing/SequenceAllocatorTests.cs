using FsCheck;
using FsCheck.Fluent;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Publishing;

public sealed class SequenceAllocatorTests
{
    [Test]
    public void Next_AnyClock_GrowsStrictlyPerSymbol() => Prop.ForAll<short[]>(steps =>
    {
        var symbols = new SequenceAllocator();
        var clock = 1_775_490_866_000_000_000L;
        var last = 0L;
        foreach (var step in steps)
        {
            clock += step;
            var next = symbols.Of("AAPL").Next(clock);
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
        var symbols = new SequenceAllocator();

        Assert.That((symbols.Of("A").Next(5), symbols.Of("B").Next(5), symbols.Of("A").Next(5)), Is.EqualTo((5L, 5L, 6L)));
    }

    [Test]
    public void Next_MoreSymbolsThanExist_StaysBounded()
    {
        var symbols = new SequenceAllocator();
        for (var number = 0; number < 200_000; number++)
        {
            symbols.Of($"S{number}").Next(number);
        }

        Assert.That(symbols.Of("S0").Next(200_000), Is.EqualTo(200_000));
    }

    [Test]
    public void Key_OfASymbol_IsItsUtf8() => Assert.That(new SequenceAllocator().Of("BRK.B").Key.ToArray(), Is.EqualTo("BRK.B"u8.ToArray()));
}

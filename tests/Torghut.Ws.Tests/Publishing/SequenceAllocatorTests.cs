using FsCheck;
using FsCheck.Fluent;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Publishing;

public sealed class SequenceAllocatorTests
{
    [Test]
    public void Next_AnyClock_GrowsStrictly() => Prop.ForAll<short[]>(steps =>
    {
        var symbols = new SequenceAllocator();
        var clock = 1_775_490_866_000_000_000L;
        var last = 0L;
        foreach (var step in steps)
        {
            clock += step;
            var next = symbols.Next(clock);
            if (next <= last || next < clock)
            {
                return false;
            }

            last = next;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    /// <summary>Three records, the process ends, the clock goes back 3 s, three records: https://github.com/Kilo-Org/kilocode/issues/14331.</summary>
    [Test]
    public void Next_ClockBehindTheRunBefore_GoesOnGrowing()
    {
        const long Clock = 1_775_490_866_000_000_000;
        var before = new SequenceAllocator();
        long[] first = [before.Next(Clock), before.Next(Clock + 1_000), before.Next(Clock + 2_000)];
        var after = new SequenceAllocator(first[^1]);
        const long Back = Clock - 3_000_000_000;
        long[] all = [.. first, after.Next(Back), after.Next(Back + 1_000), after.Next(Back + 2_000)];

        Assert.That(all, Is.Ordered.And.Unique);
    }

    [Test]
    public void KeyOf_MoreSymbolsThanExist_StaysBounded()
    {
        var symbols = new SequenceAllocator();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < 1_000_000; number++)
        {
            symbols.KeyOf($"S{number}");
        }

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(32 * 1024 * 1024));
    }

    [Test]
    public void KeyOf_ASymbol_IsItsUtf8() => Assert.That(new SequenceAllocator().KeyOf("BRK.B").ToArray(), Is.EqualTo("BRK.B"u8.ToArray()));
}

using Torghut.Trading.Universe;

namespace Torghut.Trading.Tests.Universe;

public sealed class RecordedUniverseTests
{
    [Test]
    public void Difference_SameSymbolsInAnotherOrder_None() => Assert.That(RecordedUniverse.Difference(["A", "B"], ["B", "A"]), Is.Null);

    [Test]
    public void Difference_Changed_WhatCameAndWhatWent()
    {
        var (added, removed) = RecordedUniverse.Difference(["A", "B"], ["B", "C"])!.Value;
        Assert.That((added[0], removed[0], added.Count, removed.Count), Is.EqualTo(("C", "A", 1, 1)));
    }
}

using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.Universe;

public sealed class UniverseTests
{
    [Test]
    public void Between_TwoLists_NamesOnlyWhatChanges()
    {
        var difference = UniverseDifference.Between(["A", "B", "C"], ["D", "C", "B"]);

        Assert.That(difference.Added, Is.EqualTo(new[] { "D" }));
        Assert.That(difference.Removed, Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public void Apply_Shards_CoverEverythingOnce()
    {
        var symbols = Enumerable.Range(0, 500).Select(number => $"S{number}").ToList();
        var shards = Enumerable.Range(0, 4).Select(index => new SymbolFilter(new UniverseOptions { ShardCount = 4, ShardIndex = index }).Apply(symbols))
            .ToList();

        Assert.That(shards.SelectMany(shard => shard), Is.EquivalentTo(symbols));
        Assert.That(shards, Has.All.Count.GreaterThan(75));
    }

    [TestCase("AAPL", 3)]
    [TestCase("MSFT", 3)]
    [TestCase("SPY", 1)]
    public void ShardOf_KnownSymbol_NeverChanges(string symbol, int shard) => Assert.That(SymbolFilter.ShardOf(symbol, 4), Is.EqualTo(shard));

    [Test]
    public void Apply_Allowlist_CutsAndSortsAndDeduplicates() => Assert.That(
        new SymbolFilter(new UniverseOptions { Allowlist = ["MSFT", "AAPL"] }).Apply(["TSLA", "MSFT", "AAPL", "MSFT"]),
        Is.EqualTo(new[] { "AAPL", "MSFT" }));

    [Test]
    public async Task WaitNewerAsync_SameListAgain_DoesNotWake()
    {
        var universe = new SymbolUniverse();
        Assert.That(universe.Set(["A"]), Is.True);
        var waiting = universe.WaitNewerAsync(universe.Current.Version, CancellationToken.None);
        Assert.That(universe.Set(["A"]), Is.False);
        Assert.That(waiting.IsCompleted, Is.False);
        Assert.That(universe.Set(["B"]), Is.True);

        Assert.That((await waiting).Symbols, Is.EqualTo(new[] { "B" }));
    }
}

using Torghut.Trading.Catalogue;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Json;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What the last good file said is what the database gives back, each of its fields.</summary>
public sealed class StrategyStoreTests
{
    private const string First =
        """
        strategies:
          - name: dip
            description: buys dips
            type: macd_rsi
            version: 2.0.0
            base_timeframe: 1Min
            universe_symbols: [AAPL]
            max_notional_per_trade: 5000
            max_position_pct_equity: 0.02
            cooldown_seconds: 90
            params: { buy_rsi_below: 20 }
        """;

    private const string Changed =
        """
        strategies:
          - name: dip
            description: buys deeper dips
            type: intraday_tsmom
            version: 3.0.0
            enabled: false
            base_timeframe: 1Sec
            universe_symbols: [AAPL, MSFT]
            max_notional_per_trade: 7000.5
            max_position_pct_equity: 0.03
            cooldown_seconds: 300
        """;

    [Test]
    public async Task Load_AfterAFileAndItsChange_GivesBackEveryField()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var store = new StrategyStore(fresh.Database, fresh.Audit, TimeProvider.System);
        foreach (var text in new[] { First, Changed, First })
        {
            var catalogue = CatalogueParser.Parse("strategies.yaml", text).Catalogue!;
            await ApplyAsync(store, text, CatalogueMode.Merge);
            var stored = (await store.LoadAsync(CancellationToken.None)).Strategies.Single();
            Assert.That(CanonicalJson.Serialize(stored.ToMap()), Is.EqualTo(CanonicalJson.Serialize(catalogue.Strategies[0].ToMap())));
        }
    }

    [TestCase("Merge", true)]
    [TestCase("Sync", false)]
    public async Task Apply_FileWithoutAStrategyThatWasThere_KeepsItOnlyWhereFilesAreMerged(string mode, bool stays)
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var store = new StrategyStore(fresh.Database, fresh.Audit, TimeProvider.System);
        var other = First.Replace("name: dip", "name: other", StringComparison.Ordinal);
        await ApplyAsync(store, First, CatalogueMode.Merge);
        var effective = await ApplyAsync(store, other, Enum.Parse<CatalogueMode>(mode));
        Assert.That(effective.Find("dip")?.Cooldown, Is.EqualTo(stays ? TimeSpan.FromSeconds(90) : null));
        Assert.That(await fresh.QueryAsync<bool>("SELECT enabled FROM strategies WHERE name = 'dip'"), Is.EqualTo(stays));
    }

    private static Task<StrategyCatalogue> ApplyAsync(StrategyStore store, string text, CatalogueMode mode)
    {
        var file = new CatalogueFile("strategies.yaml", text, null, "d");
        return store.ApplyAsync(CatalogueParser.Parse(file.Path, text).Catalogue!, file, mode, "paper", CancellationToken.None);
    }
}

using Torghut.Trading.Catalogue;
using Torghut.Trading.Loop;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Loop;

public sealed class HeldSymbolsTests
{
    [Test]
    public void Of_PositionsAndOrders_BothAreRead()
    {
        var view = HeldSymbols.Of(["MSFT", "AAPL"], ["AAPL", "TSLA"], Catalogue(Strategy("all", enabled: true)));
        Assert.That(view.Symbols, Is.EqualTo(new[] { "AAPL", "MSFT", "TSLA" }));
        Assert.That(view.Unwatched, Is.Empty);
    }

    [Test]
    public void Of_NoEnabledStrategyTradesIt_IsUnwatched()
    {
        var view = HeldSymbols.Of(
            ["AAPL", "MSFT"], ["TSLA"], Catalogue(Strategy("some", enabled: true, "MSFT"), Strategy("off", enabled: false)));
        Assert.That(view.Unwatched, Is.EqualTo(new[] { "AAPL" }), "an order alone is no position");
    }

    [Test]
    public void Of_SymbolOutsideTheGrammar_IsNamedButNotRead()
    {
        var view = HeldSymbols.Of(["AAPL260119C00100000"], [], StrategyCatalogue.Empty);
        Assert.That((view.Symbols.Count, view.Unwatched.Count), Is.EqualTo((0, 1)));
    }

    private static StrategyCatalogue Catalogue(params StrategyDefinition[] strategies) => new(strategies);

    private static StrategyDefinition Strategy(string name, bool enabled, params string[] symbols)
    {
        var plugin = StrategyRegistry.Find("macd_rsi")!;
        return new StrategyDefinition
        {
            Name = name,
            Plugin = plugin,
            Enabled = enabled,
            UniverseSymbols = symbols,
            Parameters = StrategyParameters.Resolve(plugin.Parameters, new Dictionary<string, double>()),
        };
    }
}

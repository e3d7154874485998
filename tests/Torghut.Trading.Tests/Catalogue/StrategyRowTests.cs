using Torghut.Trading.Catalogue;

namespace Torghut.Trading.Tests.Catalogue;

/// <summary>A strategy that only the database knows is traded as the file left it.</summary>
public sealed class StrategyRowTests
{
    private static readonly StrategyRow Row = new()
    {
        Name = "dip",
        Description = "buys dips",
        PluginType = "macd_rsi",
        Version = "7",
        Enabled = false,
        BaseTimeframe = "1Min",
        Symbols = "[\"AAPL\",\"MSFT\"]",
        MaxNotionalPerTrade = 5_000,
        MaxPositionPctEquity = 0.02m,
        CooldownSeconds = 90,
        Parameters = "{\"buy_rsi_below\":20}",
    };

    [Test]
    public void ToDefinition_EverythingThatIsStored_ComesBack()
    {
        var strategy = Row.ToDefinition()!;
        Assert.Multiple(() =>
        {
            Assert.That((strategy.Name, strategy.Description, strategy.Plugin.Type, strategy.Version), Is.EqualTo(("dip", "buys dips", "macd_rsi", "7")));
            Assert.That((strategy.Enabled, strategy.BaseTimeframe), Is.EqualTo((false, "1Min")));
            Assert.That(strategy.UniverseSymbols, Is.EqualTo(new[] { "AAPL", "MSFT" }));
            Assert.That((strategy.MaxNotionalPerTrade, strategy.MaxPositionPctEquity), Is.EqualTo((5_000m, 0.02m)));
            Assert.That(strategy.Cooldown, Is.EqualTo(TimeSpan.FromSeconds(90)));
            Assert.That(strategy.Parameters["buy_rsi_below"], Is.EqualTo(20));
        });
    }

    [Test]
    public void ToDefinition_WhatIsNotSet_LeavesTheServicesInForce()
    {
        var strategy = (Row with { MaxNotionalPerTrade = null, MaxPositionPctEquity = null, CooldownSeconds = null, Symbols = "[]" }).ToDefinition()!;
        Assert.That(new object?[] { strategy.MaxNotionalPerTrade, strategy.MaxPositionPctEquity, strategy.Cooldown }, Is.All.Null);
        Assert.That(strategy.Trades("NVDA"), Is.True);
    }

    [Test]
    public void ToDefinition_TypeThatThisBuildLacks_IsNone() => Assert.That((Row with { PluginType = "gone" }).ToDefinition(), Is.Null);
}

using Torghut.Trading.Json;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Sizing;

public sealed class PositionSizerTests
{
    private static readonly SizingInput Plain = new(OrderSide.Buy, 100, 100_000, null, null, null, 0, 0, 0, 0);

    [Test]
    public void Size_BothStrategyLimits_LowerOneRules() =>
        Expect(Plain with { StrategyMaxNotional = 2_550, StrategyMaxPositionPct = 0.02m }, new SizingLimits { DefaultMaxNotional = 1 }, 20,
        SizingCaps.StrategyEquityShare);

    [Test]
    public void Size_NotionalOnly_RoundedDown() =>
        Expect(Plain with { StrategyMaxNotional = 2_599 }, new SizingLimits(), 25, SizingCaps.StrategyNotional);

    [Test]
    public void Size_ShareOfEquityOnly_Used() =>
        Expect(Plain with { StrategyMaxPositionPct = 0.01m }, new SizingLimits { DefaultMaxNotional = 1 }, 10, SizingCaps.StrategyEquityShare);

    [Test]
    public void Size_NoStrategyLimit_DefaultNotional() =>
        Expect(Plain, new SizingLimits { DefaultMaxNotional = 450, DefaultQty = 7 }, 4, SizingCaps.DefaultNotional);

    [Test]
    public void Size_NoBudgetAtAll_DefaultQty() => Expect(Plain, new SizingLimits { DefaultQty = 7 }, 7, SizingCaps.DefaultQty);

    [Test]
    public void Size_BudgetBelowOneShare_OneShare() =>
        Expect(Plain with { StrategyMaxNotional = 50 }, new SizingLimits(), 1, SizingCaps.StrategyNotional);

    [Test]
    public void Size_VolatilityAboveTarget_ScaledDown() =>
        Expect(Plain with { StrategyMaxNotional = 1_000, Volatility = 0.02 }, new SizingLimits { VolatilityTarget = 0.01 }, 5, SizingCaps.StrategyNotional,
        SizingCaps.VolatilityTarget);

    [Test]
    public void Size_VolatilityAtTarget_Unchanged() =>
        Expect(Plain with { StrategyMaxNotional = 1_000, Volatility = 0.01 }, new SizingLimits { VolatilityTarget = 0.01 }, 10, SizingCaps.StrategyNotional);

    [Test]
    public void Size_PositionsFull_Zero() =>
        Expect(Plain with { OtherPositions = 3 }, new SizingLimits { MaxPositions = 3 }, 0, SizingCaps.DefaultQty, SizingCaps.MaxPositions);

    [Test]
    public void Size_SymbolCap_LeavesTheRoomThatIsLeft() =>
        Expect(Plain with { StrategyMaxNotional = 5_000, Position = 10 }, new SizingLimits { MaxSymbolExposure = 1_350 }, 3, SizingCaps.StrategyNotional,
        SizingCaps.SymbolExposure);

    [Test]
    public void Size_GrossAndNetCaps_BothNamed() =>
        Expect(
            Plain with { StrategyMaxNotional = 5_000, OtherGross = 2_000, OtherNet = 1_900 },
            new SizingLimits { MaxGrossExposure = 3_000, MaxNetExposure = 2_500 },
            6,
            SizingCaps.StrategyNotional,
            SizingCaps.GrossExposure,
            SizingCaps.NetExposure);

    [Test]
    public void Size_SaleOfHeldShares_NeverCrossesZeroAndIgnoresCaps() =>
        Expect(
            Plain with { Side = OrderSide.Sell, Position = 4, StrategyMaxNotional = 5_000 },
            new SizingLimits { MaxGrossExposure = 0 },
            4,
            SizingCaps.StrategyNotional,
            SizingCaps.ClosesPosition);

    [Test]
    public void Size_PurchaseOfSharesSoldShort_NeverCrossesZeroAndIgnoresCaps() =>
        Expect(
            Plain with { Position = -4, StrategyMaxNotional = 5_000 }, new SizingLimits { MaxGrossExposure = 0 }, 4, SizingCaps.StrategyNotional,
            SizingCaps.ClosesPosition);

    /// <summary>What is held in the symbol and net in others counts in the order's direction: a short has room where others are long.</summary>
    [TestCase(true, 1_000, 5)]
    [TestCase(false, -1_000, 5)]
    [TestCase(true, -1_000, 25)]
    [TestCase(false, 1_000, 25)]
    public void Size_NetCap_CountsInTheOrdersDirection(bool buy, decimal otherNet, decimal qty)
    {
        var input = Plain with { Side = SideOf(buy), StrategyMaxNotional = 5_000, OtherNet = otherNet, Position = buy ? 10 : -10 };
        Expect(input, new SizingLimits { MaxNetExposure = 2_500 }, qty, SizingCaps.StrategyNotional, SizingCaps.NetExposure);
    }

    [TestCase(true, 10)]
    [TestCase(false, -10)]
    public void Size_GrossCap_CountsWhatIsHeld(bool buy, decimal held) =>
        Expect(
            Plain with { Side = SideOf(buy), StrategyMaxNotional = 5_000, OtherGross = 1_000, Position = held },
            new SizingLimits { MaxGrossExposure = 2_500 }, 5, SizingCaps.StrategyNotional, SizingCaps.GrossExposure);

    [TestCase(0)]
    [TestCase(-1)]
    public void Size_WithoutAPrice_IsAFault(decimal price) =>
        Assert.That(() => PositionSizer.Size(Plain with { Price = price }, new SizingLimits()), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Size_PositionsWithRoomForOneMore_Unchanged() =>
        Expect(Plain with { OtherPositions = 2 }, new SizingLimits { MaxPositions = 3 }, 1, SizingCaps.DefaultQty);

    /// <summary>As it is persisted beside the decision.</summary>
    [Test]
    public void ToMap_EveryStep_HasNameLimitAndShares()
    {
        var result = PositionSizer.Size(Plain with { StrategyMaxNotional = 2_599 }, new SizingLimits { MaxShares = 20 });
        const string Expected =
            """{"qty":"20","steps":[{"limit":"2599","name":"strategy_max_notional_per_trade","qty":"25"},{"limit":"20","name":"max_shares_per_order","qty":"20"}]}""";
        Assert.That(CanonicalJson.Serialize(result.ToMap()), Is.EqualTo(Expected));
    }

    [TestCase(10.5, null, false, 10, 0.5)]
    [TestCase(10.5, null, true, 10.5, 0)]
    [TestCase(0.5, null, false, 0, 0.5)]
    [TestCase(0.5, null, true, 0.5, 0)]
    [TestCase(10, 4, true, 4, 0)]
    [TestCase(10.5, 4.25, false, 4, 0.25)]
    [TestCase(10, 0, true, 10, 0, Description = "all of it is held: the broker says so")]
    [TestCase(10, 20, true, 10, 0)]
    public void Size_Exit_TakesWhatCanBeOrderedAndSaysTheRest(decimal held, decimal? available, bool fractionable, decimal qty, decimal rest)
    {
        var input = Plain with { Side = OrderSide.Sell, Position = held, StrategyMaxNotional = 5_000, Fractionable = fractionable, Available = available };
        var result = PositionSizer.Size(input, new SizingLimits());
        Assert.That((result.Qty, result.Rest), Is.EqualTo((qty, rest)));
    }

    [Test]
    public void Size_MoreSharesThanAnOrderMayHave_Capped() =>
        Expect(Plain with { Price = 1, StrategyMaxNotional = 5_000 }, new SizingLimits { MaxShares = 1_000 }, 1_000, SizingCaps.StrategyNotional,
        SizingCaps.MaxShares);

    private static OrderSide SideOf(bool buy) => buy ? OrderSide.Buy : OrderSide.Sell;

    private static void Expect(SizingInput input, SizingLimits limits, decimal qty, params string[] steps)
    {
        var result = PositionSizer.Size(input, limits);
        Assert.That(result.Qty, Is.EqualTo(qty));
        Assert.That(result.Steps.Select(s => s.Name), Is.EqualTo(steps));
    }
}

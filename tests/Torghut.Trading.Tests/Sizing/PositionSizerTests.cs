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

    private static void Expect(SizingInput input, SizingLimits limits, decimal qty, params string[] steps)
    {
        var result = PositionSizer.Size(input, limits);
        Assert.That(result.Qty, Is.EqualTo(qty));
        Assert.That(result.Steps.Select(s => s.Name), Is.EqualTo(steps));
    }
}

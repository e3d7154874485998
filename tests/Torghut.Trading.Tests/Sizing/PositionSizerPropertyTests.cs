using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Sizing;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Sizing;

/// <summary>What holds for every size: buys mirror sells, nothing crosses zero, no cap is passed, and no share is left out without a reason.</summary>
public sealed class PositionSizerPropertyTests
{
    private const int Cases = 20_000;

    private static readonly Gen<SizingInput> Inputs =
        from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell)
        from price in Gen.Elements(1m, 40m, 99.5m, 250m)
        from position in Gen.Choose(-60, 60)
        from notional in Gen.Elements<decimal?>(null, 450, 5_000, 20_000)
        from share in Gen.Elements<decimal?>(null, 0.02m, 0.1m)
        from volatility in Gen.Elements<double?>(null, 0.005, 0.03)
        from others in Gen.Choose(0, 4)
        from longs in Gen.Choose(0, 9_000)
        from shorts in Gen.Choose(0, 9_000)
        from available in Gen.Elements<decimal?>(null, null, 0, 5, 200)
        select new SizingInput(side, price, 100_000, notional, share, volatility, position, longs + shorts, longs - shorts, others)
        {
            Available = available,
        };

    private static readonly Gen<SizingLimits> Limits =
        from shares in Gen.Elements<decimal?>(null, 7, 100)
        from target in Gen.Elements<double?>(null, 0.01)
        from positions in Gen.Elements<int?>(null, null, 2, 4)
        from symbol in Gen.Elements<decimal?>(null, null, 1_000, 6_000)
        from gross in Gen.Elements<decimal?>(null, null, 4_000, 15_000)
        from net in Gen.Elements<decimal?>(null, null, 3_000, 9_000)
        select new SizingLimits
        {
            DefaultQty = 9,
            MaxShares = shares,
            VolatilityTarget = target,
            MaxPositions = positions,
            MaxSymbolExposure = symbol,
            MaxGrossExposure = gross,
            MaxNetExposure = net,
        };

    [Test]
    public void Size_MirroredAccount_SameShares() =>
        Holds((input, limits) => PositionSizer.Size(Mirror(input), limits).Qty == PositionSizer.Size(input, limits).Qty);

    [Test]
    public void Size_AgainstAPosition_ClosesItAndNoMore() => Holds((input, limits) =>
        Opens(input) || PositionSizer.Size(input, limits).Qty <= Math.Abs(input.Position));

    [Test]
    public void Size_Entry_PassesNoCap() => Holds((input, limits) =>
        !Opens(input) || PositionSizer.Size(input, limits).Qty is var qty && (qty == 0 || CapPassedBy(qty, input, limits) is null));

    /// <summary>A size that is too small passes every cap as well.</summary>
    [Test]
    public void Size_Entry_LeavesNoShareOutWithoutAReason() => Holds((input, limits) =>
    {
        var qty = PositionSizer.Size(input, limits).Qty;
        return !Opens(input) || limits.VolatilityTarget < input.Volatility || qty + 1 > TradeBudget.Of(input, limits).Qty || qty + 1 > limits.MaxShares
            || CapPassedBy(qty + 1, input, limits) is not null;
    });

    private static bool Opens(SizingInput input) => input.Side == OrderSide.Buy ? input.Position >= 0 : input.Position <= 0;

    /// <summary>The caps as the settings' texts say them: USD in the symbol, in all symbols, long less short, and the number of symbols.</summary>
    private static string? CapPassedBy(decimal qty, SizingInput input, SizingLimits limits)
    {
        var sign = input.Side == OrderSide.Buy ? 1 : -1;
        var after = (input.Position + (sign * qty)) * input.Price;
        return Math.Abs(after) > limits.MaxSymbolExposure ? "symbol"
            : input.OtherGross + Math.Abs(after) > limits.MaxGrossExposure ? "gross"
            : sign * (input.OtherNet + after) > limits.MaxNetExposure ? "net"
            : input.OtherPositions >= limits.MaxPositions ? "positions" : null;
    }

    private static SizingInput Mirror(SizingInput input) => input with
    {
        Side = input.Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy,
        Position = -input.Position,
        OtherNet = -input.OtherNet,
    };

    private static void Holds(Func<SizingInput, SizingLimits, bool> property) =>
        Prop.ForAll((from input in Inputs from limits in Limits select (input, limits)).ToArbitrary(), pair => property(pair.input, pair.limits))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
}

using FsCheck;
using FsCheck.Fluent;
using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.Tests.TradingHistory;

/// <summary>What holds of any fills.</summary>
public sealed class RealisedProfitProperties
{
    private const decimal Mark = 101.37m;

    /// <summary>The smallest money that is shown.</summary>
    private const decimal Smallest = 0.000000001m;

    /// <summary>Quantities with nine decimals and prices with four, of either side.</summary>
    private static readonly Arbitrary<IList<(decimal Qty, decimal Price)>> AnyFills =
        (from qty in Gen.Choose(1, 2_000_000_000)
         from scale in Gen.Elements(1m, 0.01m, 0.000000001m)
         from sign in Gen.Elements(1, -1)
         from price in Gen.Choose(1, 2_000_000)
         select (sign * qty * scale, price / 10_000m)).ListOf().Select(list => (IList<(decimal, decimal)>)[.. list]).ToArbitrary();

    [Test]
    public void Of_AnyFills_RealisedAndUnrealisedAreCashAndWhatIsHeld() => Prop.ForAll(AnyFills, fills =>
    {
        if (fills.Count == 0)
        {
            return;
        }

        var line = Fills.Line(Fills.Of(fills));
        var cash = -fills.Sum(fill => fill.Qty * fill.Price);
        var held = fills.Sum(fill => fill.Qty);
        Assert.That(line.OpenQty, Is.EqualTo(held));
        Assert.That(line.Sold - line.Bought, Is.EqualTo(cash));
        var unrealised = (held * Mark) - line.OpenCost;
        Assert.That(line.Realised + unrealised, Is.EqualTo(cash + (held * Mark)).Within(2 * Smallest));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Of_AnyFills_OfARangeAndBeforeItAddUp() => Prop.ForAll(AnyFills, Gen.Choose(0, 20).ToArbitrary(), (fills, cut) =>
    {
        if (fills.Count == 0)
        {
            return;
        }

        var all = Fills.Of(fills);
        var before = RealisedProfit.Of(all.Take(cut), Fills.Start).Realised;
        Assert.That(before + Fills.Line(all, cut).Realised, Is.EqualTo(Fills.Line(all).Realised).Within(2 * Smallest));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Of_FillInTwoParts_ChangesNothing() => Prop.ForAll(AnyFills, Gen.Choose(1, 99).ToArbitrary(), (fills, percent) =>
    {
        if (fills.Count == 0)
        {
            return;
        }

        var whole = Fills.Of(fills);
        var parts = whole.SelectMany(fill =>
        {
            var part = Math.Round(fill.Qty * percent / 100, 9);
            return part == 0 || part == fill.Qty ? [fill] : new[] { fill with { Qty = part }, fill with { Qty = fill.Qty - part } };
        });
        var (expected, line) = (Fills.Line(whole), Fills.Line(parts));
        Assert.That(line.Realised, Is.EqualTo(expected.Realised).Within(Smallest));
        Assert.That(line.OpenCost, Is.EqualTo(expected.OpenCost).Within(Smallest));
        Assert.That(
            (line.OpenQty, line.ClosedQty, line.WinRate, line.Closings, line.Wins, line.Losses),
            Is.EqualTo((expected.OpenQty, expected.ClosedQty, expected.WinRate, expected.Closings, expected.Wins, expected.Losses)));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Of_SidesExchanged_MirrorsTheProfit() => Prop.ForAll(AnyFills, fills =>
    {
        if (fills.Count == 0)
        {
            return;
        }

        var line = Fills.Line(Fills.Of(fills));
        var mirror = Fills.Line(Fills.Of(fills.Select(fill => (-fill.Qty, fill.Price))));
        Assert.That((mirror.Realised, mirror.OpenQty, mirror.OpenCost), Is.EqualTo((-line.Realised, -line.OpenQty, -line.OpenCost)));
        Assert.That((mirror.Bought, mirror.Sold, mirror.ClosedQty), Is.EqualTo((line.Sold, line.Bought, line.ClosedQty)));
        Assert.That((mirror.Wins, mirror.Losses), Is.EqualTo((line.Losses, line.Wins)));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Of_AnyOrderOfTheRows_IsTheSame() => Prop.ForAll(AnyFills, fills =>
    {
        var report = RealisedProfit.Of(Fills.Of(fills), Fills.Start);
        var reversed = RealisedProfit.Of(Fills.Of(fills).AsEnumerable().Reverse(), Fills.Start);
        Assert.That((reversed.Realised, reversed.ClosedQty, reversed.Closings), Is.EqualTo((report.Realised, report.ClosedQty, report.Closings)));
    }).QuickCheckThrowOnFailure();
}

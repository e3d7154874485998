namespace Torghut.Trading.Backtest;

/// <summary>What a fill costs beside its price, USD.</summary>
/// <param name="Sec">The SEC's fee under section 31.</param>
/// <param name="Taf">FINRA's trading activity fee.</param>
/// <param name="Cat">The fee of the consolidated audit trail.</param>
/// <param name="Impact">How far the order is assumed to have moved the price.</param>
internal readonly record struct FeeCharge(decimal Sec, decimal Taf, decimal Cat, decimal Impact)
{
    public decimal Total => Sec + Taf + Cat + Impact;

    public static FeeCharge operator +(FeeCharge left, FeeCharge right) =>
        new(left.Sec + right.Sec, left.Taf + right.Taf, left.Cat + right.Cat, left.Impact + right.Impact);
}

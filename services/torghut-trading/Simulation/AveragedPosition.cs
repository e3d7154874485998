namespace Torghut.Trading.Simulation;

/// <summary>Shares of a symbol at average cost, as brokers show them.</summary>
/// <param name="Qty">Signed shares.</param>
/// <param name="AveragePrice">What those held cost, USD a share; 0 without any.</param>
internal readonly record struct AveragedPosition(decimal Qty, decimal AveragePrice)
{
    /// <summary>Shares of a fill that close this position rather than open one.</summary>
    /// <param name="qty">Signed shares of the fill.</param>
    public decimal Closes(decimal qty) => Math.Sign(Qty) == -Math.Sign(qty) ? Math.Min(Math.Abs(Qty), Math.Abs(qty)) : 0;

    /// <summary>The position after a fill: what closes shares leaves the cost of the others as it is, and what they earned is no part of it.</summary>
    /// <param name="qty">Signed shares of the fill.</param>
    /// <param name="price">USD a share.</param>
    public AveragedPosition After(decimal qty, decimal price)
    {
        var after = Qty + qty;
        if (after == 0)
        {
            return default;
        }

        var opened = Math.Abs(qty) - Closes(qty);
        return opened == 0
            ? new AveragedPosition(after, AveragePrice)
            : new AveragedPosition(after, (((Math.Abs(after) - opened) * AveragePrice) + (opened * price)) / Math.Abs(after));
    }
}

namespace Torghut.Trading.Strategies;

/// <summary>The position in the symbol of a signal, as far as a strategy may look at it; NaN where there is nothing to say.</summary>
/// <param name="Qty">Signed shares; 0 when there is none.</param>
/// <param name="AveragePrice">What they cost on average, USD.</param>
/// <param name="Price">What one is worth now, USD.</param>
internal readonly record struct HeldPosition(double Qty, double AveragePrice, double Price)
{
    /// <summary>No position.</summary>
    public static HeldPosition None => new(0, double.NaN, double.NaN);

    /// <summary>Gain in per cent of the cost, negative for a loss; NaN without a position.</summary>
    public double UnrealizedPct => Qty == 0 || AveragePrice == 0 ? double.NaN : ((Price / AveragePrice) - 1) * 100 * Math.Sign(Qty);

    /// <param name="qty">Signed shares.</param>
    /// <param name="averagePrice">USD.</param>
    /// <param name="price">USD; null when it is not known.</param>
    public static HeldPosition Of(decimal qty, decimal averagePrice, decimal? price) =>
        qty == 0 ? None : new HeldPosition((double)qty, (double)averagePrice, price is { } known ? (double)known : double.NaN);
}

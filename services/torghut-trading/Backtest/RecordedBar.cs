using Torghut.Contracts.Market;

namespace Torghut.Trading.Backtest;

/// <summary>What is kept of a bar.</summary>
/// <param name="At">Its window's end.</param>
/// <param name="Close">USD.</param>
/// <param name="Volume">Shares.</param>
internal readonly record struct RecordedBar(DateTimeOffset At, long Seq, double Close, double Volume)
{
    private const decimal VolumeScale = 1_000_000m;

    /// <summary>Below this a whole number of shares becomes a decimal without being rounded.</summary>
    private const double WholeLimit = 1e15;

    public decimal Price => ToPrice(Close)!.Value;

    /// <summary>Volume as the price query sums it: six decimals, the rest cut off.</summary>
    public decimal Shares => double.IsInteger(Volume) && Math.Abs(Volume) < WholeLimit
        ? (long)Volume
        : decimal.Truncate((decimal)Volume * VolumeScale) / VolumeScale;

    /// <summary>A number of a table as a price; null when it is none.</summary>
    public static decimal? ToPrice(double? value) =>
        value is { } price && price is > 0 and < MarketDataBounds.PriceLimit ? Math.Round((decimal)price, 8) : null;
}

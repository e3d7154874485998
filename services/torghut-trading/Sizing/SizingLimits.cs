namespace Torghut.Trading.Sizing;

/// <summary>Defaults and portfolio caps; null switches a cap off.</summary>
internal sealed record SizingLimits
{
    /// <summary>The service's settings take their defaults from here.</summary>
    public static readonly SizingLimits Default = new();

    /// <summary>USD, used when neither the strategy's notional nor its share of equity is set.</summary>
    public decimal? DefaultMaxNotional { get; init; }

    /// <summary>Shares, used when no budget is set at all.</summary>
    public decimal DefaultQty { get; init; } = 1;

    /// <summary>Shares an order.</summary>
    public decimal? MaxShares { get; init; }

    /// <summary>Realised volatility at which the full size is traded; above it the size shrinks in proportion.</summary>
    public double? VolatilityTarget { get; init; }

    /// <summary>Symbols held at the same time.</summary>
    public int? MaxPositions { get; init; }

    /// <summary>USD in one symbol.</summary>
    public decimal? MaxSymbolExposure { get; init; }

    /// <summary>USD, sum of absolute exposures.</summary>
    public decimal? MaxGrossExposure { get; init; }

    /// <summary>USD, absolute value of the sum of signed exposures.</summary>
    public decimal? MaxNetExposure { get; init; }
}

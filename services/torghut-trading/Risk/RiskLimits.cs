namespace Torghut.Trading.Risk;

/// <summary>The service's limits; null switches a limit off. A strategy's own limits come on top, never instead.</summary>
internal sealed record RiskLimits
{
    /// <summary>The service's settings take their defaults from here.</summary>
    public static readonly RiskLimits Default = new();

    /// <summary>USD an order.</summary>
    public decimal? MaxNotional { get; init; }

    /// <summary>USD an order.</summary>
    public decimal? MinNotional { get; init; }

    /// <summary>Fraction of equity in one symbol.</summary>
    public decimal? MaxPositionPct { get; init; }

    /// <summary>USD in one symbol.</summary>
    public decimal? MaxSymbolExposure { get; init; }

    /// <summary>USD, sum of absolute exposures.</summary>
    public decimal? MaxGrossExposure { get; init; }

    /// <summary>USD, absolute value of the sum of signed exposures.</summary>
    public decimal? MaxNetExposure { get; init; }

    /// <summary>Symbols held at the same time.</summary>
    public int? MaxPositions { get; init; }

    public bool AllowShorts { get; init; }

    /// <summary>Least market time between entries of one strategy in one symbol.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Shares.</summary>
    public decimal MinQty { get; init; } = 1;

    /// <summary>Fraction of the shares traded over the price look-back; an unknown volume breaks the limit.</summary>
    public decimal? MaxParticipation { get; init; }

    /// <summary>Largest |limit price ÷ last price − 1|.</summary>
    public decimal? PriceCollar { get; init; }

    /// <summary>Largest |price ÷ another source's price − 1|; null asks no other source.</summary>
    public decimal? MaxPriceDeviation { get; init; }

    /// <summary>Shares an order.</summary>
    public decimal? MaxShares { get; init; }

    /// <summary>Orders of the account in any minute of market time.</summary>
    public int? MaxOrdersPerMinute { get; init; }

    /// <summary>USD lost since the last close at which entries stop.</summary>
    public decimal? DailyLossLimit { get; init; }

    /// <summary>Oldest signal that may still be traded.</summary>
    public TimeSpan MaxSignalAge { get; init; } = TimeSpan.FromSeconds(120);
}

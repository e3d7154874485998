using Torghut.Common.Configuration;
using Torghut.Trading.Sizing;

namespace Torghut.Trading.Risk;

/// <summary>Limits of the risk engine and of sizing.</summary>
internal sealed class RiskOptions
{
    [ConfigurationKey("TRADING_ALLOW_SHORTS", "Whether sales may open short positions.")]
    public bool AllowShorts { get; set; }

    [ConfigurationKey("TRADING_COOLDOWN_SECONDS", "Least market time between entries of one strategy in one symbol.", Min = 0, Max = 86_400)]
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromSeconds(60);

    [ConfigurationKey("TRADING_MAX_NOTIONAL_PER_TRADE", "Largest order, USD; also the budget of strategies without their own.", Min = 1)]
    public decimal? MaxNotional { get; set; }

    [ConfigurationKey("TRADING_MIN_NOTIONAL_PER_TRADE", "Smallest entry, USD.", Min = 0)]
    public decimal? MinNotional { get; set; }

    [ConfigurationKey("TRADING_MAX_POSITION_PCT_EQUITY", "Largest share of equity in one symbol, 0 to 1.", Min = 0.000001, Max = 1)]
    public decimal? MaxPositionPct { get; set; }

    [ConfigurationKey("TRADING_DEFAULT_QTY", "Shares when no budget is set at all.", Min = 1, Max = 1_000_000)]
    public decimal DefaultQty { get; set; } = SizingLimits.Default.DefaultQty;

    [ConfigurationKey("TRADING_MIN_QTY", "Smallest order, shares.", Min = 1, Max = 1_000_000)]
    public decimal MinQty { get; set; } = RiskLimits.Default.MinQty;

    [ConfigurationKey("TRADING_MAX_PARTICIPATION_RATE", "Largest share of the volume of the price look-back, 0 to 1.", Min = 0.000001, Max = 1)]
    public decimal? MaxParticipation { get; set; }

    [ConfigurationKey("TRADING_PRICE_COLLAR_BPS", "Largest distance of a limit from the last price, basis points.", Min = 1, Max = 10_000)]
    public decimal? PriceCollarBps { get; set; } = 200;

    [ConfigurationKey("TRADING_PRICE_DEVIATION_MAX_PCT",
        "Largest distance of a price from the last bars or the previous close, and from the broker's quote or trade, percent; beyond it no entry leaves.",
        Min = 0.01, Max = 1_000)]
    public decimal PriceDeviationPct { get; set; } = 5;

    [ConfigurationKey("TRADING_MAX_SHARES_PER_ORDER", "Most shares of one order, whatever they cost.", Min = 1, Max = 1_000_000)]
    public decimal MaxShares { get; set; } = 1_000;

    [ConfigurationKey("TRADING_MAX_ORDERS_PER_MINUTE", "Orders of the account in any minute of market time.", Min = 1, Max = 100_000)]
    public int? MaxOrdersPerMinute { get; set; }

    [ConfigurationKey("TRADING_MAX_ENTRIES_PER_SYMBOL_PER_MINUTE",
        "Entries of a strategy in one symbol and minute, above which it is suspended until a human resumes it.", Min = 1, Max = 10_000)]
    public int MaxEntriesPerSymbolMinute { get; set; } = 10;

    [ConfigurationKey("TRADING_DAILY_LOSS_LIMIT", "Loss since the last close, USD, at which entries stop.", Min = 1)]
    public decimal? DailyLossLimit { get; set; }

    [ConfigurationKey("TRADING_DAILY_LOSS_LIMIT_PCT", "Loss since the last close, as a share of the equity then, at which entries stop.", Min = 0.0001,
        Max = 1)]
    public decimal? DailyLossLimitPct { get; set; } = 0.05m;

    [ConfigurationKey(
        "TRADING_RECONCILIATION_CASH_TOLERANCE",
        "USD by which cash may differ from what fills explain, for fees and rounding; positions never may.",
        Formerly = "TRADING_BOOKS_CASH_TOLERANCE",
        Min = 0,
        Max = 1_000_000)]
    public decimal ReconciliationCashTolerance { get; set; } = 1;

    [ConfigurationKey("TRADING_SIGNAL_MAX_AGE_SECONDS", "Oldest signal, market time, that may be traded.", Min = 1, Max = 2_592_000)]
    public TimeSpan MaxSignalAge { get; set; } = RiskLimits.Default.MaxSignalAge;

    [ConfigurationKey("TRADING_CONTEXT_MAX_AGE_MS",
        "Oldest positions and open orders on which an order still leaves; on older ones it is decided anew.", Min = 50, Max = 60_000)]
    public TimeSpan ContextMaxAge { get; set; } = TimeSpan.FromSeconds(1);

    [ConfigurationKey("TRADING_PORTFOLIO_MAX_POSITIONS", "Symbols held at the same time.", Min = 1, Max = 100_000)]
    public int? MaxPositions { get; set; }

    [ConfigurationKey("TRADING_PORTFOLIO_MAX_SYMBOL_EXPOSURE", "USD in one symbol.", Min = 1)]
    public decimal? MaxSymbolExposure { get; set; }

    [ConfigurationKey("TRADING_PORTFOLIO_MAX_GROSS_EXPOSURE", "USD, sum of absolute exposures.", Min = 1)]
    public decimal? MaxGrossExposure { get; set; }

    [ConfigurationKey("TRADING_PORTFOLIO_MAX_NET_EXPOSURE", "USD, absolute value of the sum of signed exposures.", Min = 1)]
    public decimal? MaxNetExposure { get; set; }

    [ConfigurationKey("TRADING_PORTFOLIO_VOLATILITY_TARGET", "Realised volatility over 60 s at which the full size is traded.", Min = 0.000001, Max = 10)]
    public double? VolatilityTarget { get; set; }

    /// <param name="lossBase">What a loss is measured by, USD: as a rule the equity at the last close; null when unknown.</param>
    public RiskLimits Limits(decimal? lossBase) => new()
    {
        MaxNotional = MaxNotional,
        MinNotional = MinNotional,
        MaxPositionPct = MaxPositionPct,
        MaxSymbolExposure = MaxSymbolExposure,
        MaxGrossExposure = MaxGrossExposure,
        MaxNetExposure = MaxNetExposure,
        MaxPositions = MaxPositions,
        AllowShorts = AllowShorts,
        Cooldown = Cooldown,
        MinQty = MinQty,
        MaxParticipation = MaxParticipation,
        PriceCollar = PriceCollarBps / 10_000m,
        MaxPriceDeviation = PriceDeviationPct / 100m,
        MaxShares = MaxShares,
        MaxOrdersPerMinute = MaxOrdersPerMinute,
        DailyLossLimit = LossLimit(lossBase),
        MaxSignalAge = MaxSignalAge,
    };

    public SizingLimits Sizing() => new()
    {
        DefaultMaxNotional = MaxNotional,
        DefaultQty = DefaultQty,
        MaxShares = MaxShares,
        VolatilityTarget = VolatilityTarget,
        MaxPositions = MaxPositions,
        MaxSymbolExposure = MaxSymbolExposure,
        MaxGrossExposure = MaxGrossExposure,
        MaxNetExposure = MaxNetExposure,
    };

    /// <summary>The lower of the two loss limits in USD; null when neither applies.</summary>
    /// <param name="lossBase">What a loss is measured by, USD; null when unknown.</param>
    public decimal? LossLimit(decimal? lossBase) => (DailyLossLimit, DailyLossLimitPct * lossBase) switch
    {
        ({ } fixedLimit, { } share) => Math.Min(fixedLimit, share),
        (var fixedLimit, var share) => fixedLimit ?? share,
    };
}

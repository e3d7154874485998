namespace Torghut.Alpaca.Trading;

/// <summary>The trading account as the broker sees it. Money is US dollars; a value the broker did not send is null.</summary>
public sealed record AlpacaAccount
{
    public required string Id { get; init; }
    public required string AccountNumber { get; init; }
    public required AccountStatus Status { get; init; }

    /// <summary>The broker's own word for <see cref="Status"/>.</summary>
    public required string StatusText { get; init; }
    public required string Currency { get; init; }
    public required decimal Cash { get; init; }
    public required decimal BuyingPower { get; init; }
    public required decimal Equity { get; init; }
    public decimal? LastEquity { get; init; }
    public decimal? PortfolioValue { get; init; }
    public decimal? RegtBuyingPower { get; init; }
    public decimal? DaytradingBuyingPower { get; init; }
    public decimal? NonMarginableBuyingPower { get; init; }
    public decimal? LongMarketValue { get; init; }
    public decimal? ShortMarketValue { get; init; }
    public decimal? InitialMargin { get; init; }
    public decimal? MaintenanceMargin { get; init; }
    public decimal? Multiplier { get; init; }
    public bool TradingBlocked { get; init; }
    public bool TransfersBlocked { get; init; }
    public bool AccountBlocked { get; init; }
    public bool TradeSuspendedByUser { get; init; }
    public bool ShortingEnabled { get; init; }

    /// <summary>Null since the rule was retired in 2026.</summary>
    public bool? PatternDayTrader { get; init; }

    /// <summary>Null since the rule was retired in 2026.</summary>
    public int? DaytradeCount { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The account as received, JSON text.</summary>
    public required string RawJson { get; init; }

    /// <summary>Fields that were sent and not understood, or that every account has and this one lacks; their values here are 0, false or empty.</summary>
    public IReadOnlySet<string> UnreadFields { get; init; } = new HashSet<string>();
}

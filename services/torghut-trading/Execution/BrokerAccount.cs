namespace Torghut.Trading.Execution;

/// <summary>The account at the broker, USD.</summary>
/// <param name="LastEquity">Equity at the last close; null when the broker did not say.</param>
internal sealed record BrokerAccount(decimal Equity, decimal? LastEquity, decimal Cash, decimal BuyingPower, bool Blocked, bool ShortingEnabled)
{
    /// <summary>Loss since the last close; negative on a winning day, 0 when the last close is not known.</summary>
    public decimal DailyLoss => LastEquity is { } last ? last - Equity : 0;
}

/// <param name="Qty">Signed shares.</param>
/// <param name="Price">USD a share; null while the broker has none.</param>
internal sealed record BrokerPosition(string Symbol, decimal Qty, decimal AvgEntryPrice, decimal? Price, decimal? MarketValue);

/// <summary>What the broker says of a symbol.</summary>
internal sealed record BrokerAsset(string Symbol, bool Tradable, bool Shortable);

/// <summary>Market time.</summary>
internal sealed record MarketClock(DateTimeOffset Now, bool IsOpen, DateTimeOffset NextOpen, DateTimeOffset NextClose);

namespace Torghut.Trading.Execution;

/// <summary>The account at the broker, USD.</summary>
/// <param name="LastEquity">Equity at the last close; null when the broker did not say.</param>
internal sealed record BrokerAccount(decimal Equity, decimal? LastEquity, decimal Cash, decimal BuyingPower, bool Blocked, bool ShortingEnabled)
{
    /// <summary>What was not understood of it, or null. Amounts are then 0: nothing is judged by them, and no entry can be paid from them.</summary>
    public string? Unread { get; init; }

    /// <summary>The account as received, JSON text; kept only of one that was not understood.</summary>
    public string RawJson { get; init; } = "{}";

    /// <summary>USD moved in since the last close, less what was moved out: no gain and no loss.</summary>
    public decimal MovedIn { get; init; }

    /// <summary>What a loss since the last close is measured by, USD: the equity then, or what was moved in since where there was none; 0, which any
    /// loss reaches, when that leaves nothing. Null when neither is known to be anything.</summary>
    public decimal? LossBase => LastEquity switch
    {
        > 0 => LastEquity,
        { } last when Unread is null && (last, MovedIn) is not (0, 0) => Math.Max(0, last + MovedIn),
        _ => null,
    };

    /// <summary>Loss since the last close; negative on a winning day, 0 when the last close or the account is not known.</summary>
    public decimal DailyLoss => LastEquity is { } last && Unread is null ? last + MovedIn - Equity : 0;
}

/// <param name="Qty">Signed shares.</param>
/// <param name="Price">USD a share; null while the broker has none.</param>
/// <param name="Available">Shares that no open order holds, without a sign; null when the broker does not say.</param>
internal sealed record BrokerPosition(string Symbol, decimal Qty, decimal AvgEntryPrice, decimal? Price, decimal? MarketValue, decimal? Available = null);

/// <summary>Market time.</summary>
/// <param name="StandsStill">Whether it moves by steps of its own and not with time, as in a replay.</param>
internal sealed record MarketClock(DateTimeOffset Now, bool IsOpen, DateTimeOffset NextOpen, DateTimeOffset NextClose, bool StandsStill = false);

namespace Torghut.Trading.Safety;

/// <summary>Codes of what keeps an approved order here, beside those of the risk engine; counted and logged.</summary>
internal static class PreTradeCodes
{
    /// <summary>The broker asked for a pause.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The lease is not ours, or not the one the order was claimed under.</summary>
    public const string LeaseLost = "lease_lost";

    /// <summary>The database saw the lease or a latch differently, or somebody else was faster.</summary>
    public const string ClaimRefused = "claim_refused";

    /// <summary>The signal is older than an order may be.</summary>
    public const string Expired = "expired";

    public static IReadOnlyList<string> All { get; } = [RateLimited, LeaseLost, ClaimRefused, Expired];
}

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

    /// <summary>Positions and orders were read too long ago.</summary>
    public const string ContextStale = "context_stale";

    /// <summary>An order that was approved to close a position would now open one.</summary>
    public const string ExposureChanged = "exposure_changed";

    /// <summary>The process stood still between the last check and the bytes of the request.</summary>
    public const string StoodStill = "stood_still";

    /// <summary>The broker refused to close the same position a short while ago.</summary>
    public const string RefusalBackOff = "refusal_back_off";

    public static IReadOnlyList<string> All { get; } =
        [RateLimited, LeaseLost, ClaimRefused, Expired, ContextStale, ExposureChanged, StoodStill, RefusalBackOff];
}

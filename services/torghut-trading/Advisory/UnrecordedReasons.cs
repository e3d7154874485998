namespace Torghut.Trading.Advisory;

/// <summary>Why a review ended without a row. The list is closed: each is counted.</summary>
internal static class UnrecordedReasons
{
    /// <summary>What is stored of reviews could not be read or written, or not in time.</summary>
    public const string LedgerFailed = "ledger_failed";

    /// <summary>A fault of this program.</summary>
    public const string Failed = "failed";

    public static IReadOnlyList<string> All { get; } = [LedgerFailed, Failed];
}

namespace Torghut.Trading.Advisory;

/// <summary>Why a review ended without a row. The list is closed: each is counted.</summary>
internal static class UnrecordedReasons
{
    /// <summary>What is stored of reviews could not be read or written, or not in time.</summary>
    public const string LedgerFailed = "ledger_failed";

    /// <summary>A fault of this program.</summary>
    public const string Failed = "failed";

    /// <summary>The service ended first.</summary>
    public const string Stopped = "stopped";

    /// <summary>A shadow review that was not made, and too many of those wait to be stored.</summary>
    public const string QueueFull = "queue_full";

    public static IReadOnlyList<string> All { get; } = [LedgerFailed, Failed, Stopped, QueueFull];
}

namespace Torghut.Trading.Safety;

/// <summary>Names of the latches as they are persisted.</summary>
internal static class Latch
{
    /// <summary>No order at all.</summary>
    public const string EmergencyStop = "emergency_stop";

    /// <summary>Exits only.</summary>
    public const string DailyLoss = "daily_loss";

    /// <summary>Fills do not explain positions and cash: somebody or something else changed the account, or a record is wrong. Exits only.</summary>
    public const string ReconciliationBreak = "reconciliation_break";

    /// <summary>What <see cref="ReconciliationBreak"/> was called before; rows and callers of the version before say it still.</summary>
    public const string FormerReconciliationBreak = "books_disagree";

    /// <summary>A person wants exits only: the way back from a stop that permits exits and nothing else.</summary>
    public const string ExitsOnly = "exits_only";

    /// <summary>Latches under which only what reduces exposure may leave.</summary>
    public static IReadOnlyList<string> Reducing { get; } = [DailyLoss, ReconciliationBreak, ExitsOnly];

    public static IReadOnlyList<string> All { get; } = [EmergencyStop, .. Reducing];

    /// <summary>The name in use for one that may be a former one.</summary>
    public static string Canonical(string name) => name == FormerReconciliationBreak ? ReconciliationBreak : name;

    /// <summary>Every name that rows of a latch may have; together they are one latch.</summary>
    public static string[] NamesOf(string latch) =>
        Canonical(latch) == ReconciliationBreak ? [ReconciliationBreak, FormerReconciliationBreak] : [latch];
}

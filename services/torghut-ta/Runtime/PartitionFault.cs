namespace Torghut.Ta.Runtime;

/// <summary>Stable words for what is wrong with a partition while the service as such works.</summary>
internal static class PartitionFault
{
    /// <summary>A log's clock is ahead of what the log says: good events are late.</summary>
    public const string ClockAhead = "clock_ahead";

    /// <summary>Records of one log wait for the other, which does not come.</summary>
    public const string HeldBack = "records_held_back";

    /// <summary>More records are refused than applied.</summary>
    public const string Refusing = "records_refused";

    public static IReadOnlyList<string> All { get; } = [ClockAhead, HeldBack, Refusing];
}

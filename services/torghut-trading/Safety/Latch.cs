namespace Torghut.Trading.Safety;

/// <summary>Names of the latches as they are persisted.</summary>
internal static class Latch
{
    /// <summary>No order at all.</summary>
    public const string EmergencyStop = "emergency_stop";

    /// <summary>Exits only.</summary>
    public const string DailyLoss = "daily_loss";

    public static IReadOnlyList<string> All { get; } = [EmergencyStop, DailyLoss];
}

/// <summary>One latch as it stands.</summary>
internal sealed record LatchRow
{
    public string Latch { get; init; } = "";
    public bool Engaged { get; init; }
    public string Reason { get; init; } = "";
    public string Actor { get; init; } = "";
    public DateTimeOffset EngagedAt { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
}

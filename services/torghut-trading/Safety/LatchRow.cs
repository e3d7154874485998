namespace Torghut.Trading.Safety;

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

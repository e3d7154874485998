namespace Torghut.Trading.Safety;

/// <summary>One latch as Postgres has it.</summary>
internal sealed record LatchRow
{
    public string Latch { get; init; } = "";
    public bool Engaged { get; init; }
    public string Reason { get; init; } = "";
    public string Actor { get; init; } = "";
    public DateTimeOffset EngagedAt { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Identity of the call that engaged it last.</summary>
    public string Engagement { get; init; } = "";

    public LatchCall Call => new(Engagement, Reason, Actor, EngagedAt);
}

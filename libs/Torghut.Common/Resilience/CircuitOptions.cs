namespace Torghut.Common.Resilience;

/// <summary>When a dependency counts as away, so that it is asked by one attempt at a time and callers are answered at once.</summary>
public sealed record CircuitOptions
{
    /// <summary>Attempts within <see cref="Window"/> that open the circuit if every one of them failed; 2 or more, default 3.</summary>
    public int Failures { get; init; } = 3;

    /// <summary>Time over which attempts are counted; 0.5 s to 1 day, default 20 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long nothing is sent before one attempt decides whether the circuit closes; 0.5 s to 1 day, default 5 s.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(5);
}

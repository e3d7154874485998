namespace Torghut.Common.Resilience;

/// <summary>
/// How a call may be repeated. Only for calls that have the same effect however often they are made: reads, and writes with a key of their own.
/// </summary>
public sealed record RepeatableCallOptions
{
    /// <summary>Attempts without an end: the caller's token is the only way out.</summary>
    public const int Unlimited = int.MaxValue;

    /// <summary>What is called, for the log.</summary>
    public required string Name { get; init; }

    /// <summary>Whether another attempt may succeed where this failure was. A time-out of an attempt always counts as such.</summary>
    public required Func<Exception, bool> IsTransient { get; init; }

    /// <summary>How long the dependency asked to be left alone; null when it did not say. Waits longer than <see cref="MaxDelay"/> are cut to it.</summary>
    public Func<Exception, TimeSpan?> RetryAfter { get; init; } = _ => null;

    /// <summary>Ceiling of the wait before the second attempt, doubled for each further one; above 0, default 500 ms.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Ceiling of every wait; from <see cref="BaseDelay"/> to 1 day, default 30 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in all, the first included; 1 to <see cref="Unlimited"/>, default 3.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Time for one attempt, 10 ms to 1 day; null when the call itself has a time-out.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>Time for all attempts and the waits between them, 10 ms to 1 day; null when <see cref="Attempts"/> are the only limit.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>When the dependency counts as away; null never opens a circuit.</summary>
    public CircuitOptions? Circuit { get; init; }

    /// <summary>Whether an open circuit is waited for, which costs an attempt, instead of failing the call at once.</summary>
    public bool AwaitsCircuit { get; init; }

    /// <summary>Draws the waits.</summary>
    public Random Random { get; init; } = Random.Shared;
}

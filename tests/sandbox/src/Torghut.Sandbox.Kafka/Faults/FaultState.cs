namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>The fault panel as its HTTP interface shows and takes it.</summary>
internal sealed record FaultState
{
    /// <summary>Every write to disk fails.</summary>
    public bool DiskFull { get; init; }

    /// <summary>Every write to a partition fails.</summary>
    public bool LogFull { get; init; }

    /// <summary>New connections are closed at once.</summary>
    public bool RefuseConnections { get; init; }

    /// <summary>What happens to coming requests.</summary>
    public IReadOnlyList<Fault> Requests { get; init; } = [];
}

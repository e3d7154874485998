namespace Torghut.Ops.Snapshots.Health;

/// <summary>One component in a word.</summary>
internal sealed record ComponentHealth(string Name, string State, string Cause);

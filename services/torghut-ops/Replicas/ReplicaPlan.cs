namespace Torghut.Ops.Replicas;

/// <summary>What would be done on one server.</summary>
internal sealed record ReplicaPlan(string Host, IReadOnlyList<ReplicaStep> Steps);

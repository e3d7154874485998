namespace Torghut.Ops.Replicas;

/// <summary>A restore does not go on.</summary>
internal sealed class ReplicaException(string message, Exception? inner = null) : Exception(message, inner);

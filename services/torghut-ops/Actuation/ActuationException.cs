namespace Torghut.Ops.Actuation;

/// <summary>A change that is not through; the same command with the same id goes on from where it is.</summary>
internal sealed class ActuationException(string message, Exception? inner = null) : Exception(message, inner);

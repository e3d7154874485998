namespace Torghut.Ops.Snapshots.Probes;

/// <summary>A component answered, but not with what was asked for.</summary>
/// <param name="message">What was wrong; it becomes the fact's detail.</param>
/// <param name="inner">The failure behind it.</param>
internal sealed class ProbeException(string message, Exception? inner = null) : Exception(message, inner);

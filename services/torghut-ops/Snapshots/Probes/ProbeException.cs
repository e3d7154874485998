using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>A component answered, but not with what was asked for.</summary>
/// <param name="outcome">What kind of no answer it is.</param>
/// <param name="message">What was wrong; it becomes the fact's detail.</param>
/// <param name="inner">The failure behind it.</param>
internal sealed class ProbeException(Outcome outcome, string message, Exception? inner = null) : Exception(message, inner)
{
    public Outcome Outcome => outcome;
}

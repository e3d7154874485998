namespace Torghut.Ops.Replay;

/// <summary>A condition that does not hold.</summary>
/// <param name="Name">A stable word.</param>
internal sealed record ReplayGate(string Name, string Sentence)
{
    public override string ToString() => $"{Name}: {Sentence}";
}

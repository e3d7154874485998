namespace Torghut.Ops.Audit;

/// <summary>A condition of a change that does not hold.</summary>
/// <param name="Name">A stable word.</param>
internal sealed record Gate(string Name, string Sentence)
{
    public override string ToString() => $"{Name}: {Sentence}";
}

namespace Torghut.Pipeline.Tests.Upgrade;

/// <summary>Something that is stored and must stay so.</summary>
/// <param name="Name">What it is about: a partition, a symbol's rows, a table.</param>
/// <param name="Bound">The last of what it is about, so that what comes later is left out; empty where nothing is.</param>
/// <param name="Value">Its size and digest, or its position.</param>
internal sealed record StoredFact(string Name, string Bound, string Value)
{
    public static StoredFact Parse(string line) =>
        line.Split('\t') is [var name, var bound, var value] ? new(name, bound, value) : throw new FormatException(line);

    public override string ToString() => $"{Name}\t{Bound}\t{Value}";
}

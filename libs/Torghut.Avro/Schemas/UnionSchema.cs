namespace Torghut.Avro;

/// <summary>A union.</summary>
public sealed class UnionSchema : AvroSchema
{
    internal UnionSchema(IReadOnlyList<AvroSchema> branches)
        : base(AvroType.Union)
    {
        Branches = branches;
    }

    /// <summary>Branches in the order of their indexes.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; }

    public override string TypeName => $"union of {string.Join(", ", Branches.Select(b => b.TypeName))}";
}

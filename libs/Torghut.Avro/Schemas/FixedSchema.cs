namespace Torghut.Avro;

/// <summary>A fixed number of bytes.</summary>
public sealed class FixedSchema : NamedSchema
{
    internal FixedSchema(SchemaName name, IReadOnlyList<SchemaName> aliases, string? doc, int size)
        : base(AvroType.Fixed, name, aliases, doc)
    {
        Size = size;
    }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    internal override bool CanBeEmptyWithin(HashSet<AvroSchema> visiting) => Size == 0;
}

namespace Torghut.Avro;

/// <summary>A record.</summary>
public sealed class RecordSchema : NamedSchema
{
    private Dictionary<string, AvroField> _byName = [];

    internal RecordSchema(SchemaName name, IReadOnlyList<SchemaName> aliases, string? doc)
        : base(AvroType.Record, name, aliases, doc)
    {
    }

    /// <summary>Fields in the order of their encoding.</summary>
    public IReadOnlyList<AvroField> Fields { get; private set; } = [];

    /// <summary>The field of that name, or null.</summary>
    public AvroField? Field(string name) => _byName.GetValueOrDefault(name);

    // A record can contain itself, so its fields come after its name is known.
    internal void Complete(IReadOnlyList<AvroField> fields)
    {
        Fields = fields;
        _byName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    internal override bool CanBeEmptyWithin(HashSet<AvroSchema> visiting) =>
        visiting.Add(this) && Fields.All(f => f.Schema.CanBeEmptyWithin(visiting));
}

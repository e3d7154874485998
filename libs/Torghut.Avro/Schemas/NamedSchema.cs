namespace Torghut.Avro;

/// <summary>A record, enum or fixed.</summary>
public abstract class NamedSchema : AvroSchema
{
    private protected NamedSchema(AvroType type, SchemaName name, IReadOnlyList<SchemaName> aliases, string? doc)
        : base(type)
    {
        SchemaName = name;
        Aliases = aliases;
        Doc = doc;
    }

    /// <summary>Name and namespace.</summary>
    public SchemaName SchemaName { get; }

    /// <summary>Name without namespace.</summary>
    public string Name => SchemaName.Name;

    /// <summary>Namespace and name joined by a dot.</summary>
    public string FullName => SchemaName.FullName;

    /// <summary>Other names under which a writer may have written this type.</summary>
    public IReadOnlyList<SchemaName> Aliases { get; }

    public string? Doc { get; }

    public override string TypeName => FullName;
}

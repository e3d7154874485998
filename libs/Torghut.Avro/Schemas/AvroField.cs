using System.Text.Json;

namespace Torghut.Avro;

/// <summary>A field of a record.</summary>
public sealed class AvroField
{
    private byte[]? _encodedDefault;

    internal AvroField(string name, AvroSchema schema, int position, JsonElement? defaultValue, IReadOnlyList<string> aliases, string? doc)
    {
        Name = name;
        Schema = schema;
        Position = position;
        Default = defaultValue;
        Aliases = aliases;
        Doc = doc;
    }

    public string Name { get; }

    public AvroSchema Schema { get; }

    /// <summary>Index within <see cref="RecordSchema.Fields"/>.</summary>
    public int Position { get; }

    /// <summary>The default as JSON; null when the field has none. For a union it belongs to the first branch.</summary>
    public JsonElement? Default { get; }

    public bool HasDefault => Default is not null;

    /// <summary>Other names under which a writer may have written this field.</summary>
    public IReadOnlyList<string> Aliases { get; }

    public string? Doc { get; }

    /// <summary>The default in the binary encoding.</summary>
    internal byte[] EncodedDefault => _encodedDefault ??= DefaultEncoder.Encode(Schema, Default!.Value, Name);
}

namespace Torghut.Avro;

/// <summary>A record whose schema is known at run time only. Fields that were not set are null.</summary>
public sealed class GenericRecord(RecordSchema schema)
{
    private readonly object?[] _values = new object?[schema.Fields.Count];

    public RecordSchema Schema { get; } = schema;

    /// <summary>A field's value by name.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such field.</exception>
    public object? this[string field]
    {
        get => _values[PositionOf(field)];
        set => _values[PositionOf(field)] = value;
    }

    /// <summary>A field's value by position.</summary>
    public object? this[int position]
    {
        get => _values[position];
        set => _values[position] = value;
    }

    private int PositionOf(string field) =>
        Schema.Field(field)?.Position ?? throw new KeyNotFoundException($"{Schema.FullName} has no field '{field}'");
}

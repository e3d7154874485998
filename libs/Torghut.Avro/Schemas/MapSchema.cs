namespace Torghut.Avro;

/// <summary>A map with string keys.</summary>
public sealed class MapSchema : AvroSchema
{
    internal MapSchema(AvroSchema values)
        : base(AvroType.Map)
    {
        Values = values;
    }

    public AvroSchema Values { get; }
}

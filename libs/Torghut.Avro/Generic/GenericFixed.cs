namespace Torghut.Avro;

/// <summary>A fixed's value whose schema is known at run time only.</summary>
public sealed record GenericFixed(FixedSchema Schema, ReadOnlyMemory<byte> Value);

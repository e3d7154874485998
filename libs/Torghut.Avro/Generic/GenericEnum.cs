namespace Torghut.Avro;

/// <summary>An enum's value whose schema is known at run time only.</summary>
public sealed record GenericEnum(EnumSchema Schema, string Symbol);

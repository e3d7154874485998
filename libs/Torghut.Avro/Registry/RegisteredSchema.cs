namespace Torghut.Avro.Registry;

/// <summary>A version of a subject.</summary>
/// <param name="Subject">For example <c>torghut.trades.v1-value</c>.</param>
/// <param name="Version">Counts from 1 within the subject.</param>
/// <param name="Id">Identifies the schema in the whole registry; this is what frames carry.</param>
public sealed record RegisteredSchema(string Subject, int Version, int Id, AvroSchema Schema);

/// <summary>The answer of a compatibility check.</summary>
/// <param name="Messages">Why not, in the registry's words; empty when compatible or when the registry does not say.</param>
public sealed record SchemaCompatibilityResult(bool IsCompatible, IReadOnlyList<string> Messages);

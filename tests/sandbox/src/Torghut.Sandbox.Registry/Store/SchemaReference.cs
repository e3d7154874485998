using System.Text.Json.Serialization;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>A version of another subject that a schema names types of.</summary>
/// <param name="Name">For Avro, the full name of the type.</param>
internal sealed record SchemaReference(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("version")] int Version);

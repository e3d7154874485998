using System.Text.Json.Serialization;

namespace Torghut.Avro.Registry;

internal sealed record SchemaRequest([property: JsonPropertyName("schema")] string Schema);

internal sealed record IdAnswer([property: JsonPropertyName("id")] int Id);

internal sealed record SchemaAnswer([property: JsonPropertyName("schema")] string Schema);

internal sealed record VersionAnswer(
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("schema")] string? Schema);

internal sealed record CompatibilityAnswer(
    [property: JsonPropertyName("is_compatible")] bool IsCompatible,
    [property: JsonPropertyName("messages")] IReadOnlyList<string>? Messages);

internal sealed record LevelRequest([property: JsonPropertyName("compatibility")] string Compatibility);

internal sealed record LevelAnswer([property: JsonPropertyName("compatibilityLevel")] string Level);

internal sealed record ErrorAnswer(
    [property: JsonPropertyName("error_code")] int? Code,
    [property: JsonPropertyName("message")] string? Message);

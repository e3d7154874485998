using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

/// <summary>Reads request bodies, whatever content type they claim, as clients differ in it.</summary>
internal static class Body
{
    public static async Task<SchemaText> SchemaAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        var type = Property(body, "schemaType");
        if (type is not null and not "AVRO")
            throw RegistryException.InvalidSchema($"schema type {type} is not supported, AVRO is");
        if (body.TryGetProperty("references", out var references) && references.ValueKind == JsonValueKind.Array && references.GetArrayLength() > 0)
            throw RegistryException.InvalidSchema("references are not supported");
        return SchemaText.Parse(Property(body, "schema"));
    }

    public static async Task<string?> PropertyAsync(HttpRequest request, string name) => Property(await ReadAsync(request), name);

    private static string? Property(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new BadHttpRequestException("The body must be a JSON object");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"The body is not JSON: {e.Message}");
        }
    }
}

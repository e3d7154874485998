using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

/// <summary>Reads request bodies, whatever content type they claim, as clients differ in it.</summary>
internal static class Body
{
    public static async Task<SchemaRequest> SchemaAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        if (Property(body, "schemaType") is { } type and not "AVRO")
        {
            throw RegistryException.InvalidSchemaType(type);
        }

        return new SchemaRequest(Property(body, "schema"), new SchemaAttachments(References(body), Node(body, "metadata"), Node(body, "ruleSet")));
    }

    public static async Task<string?> PropertyAsync(HttpRequest request, string name) => Property(await ReadAsync(request), name);

    private static string? Property(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonNode? Node(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? JsonNode.Parse(value.GetRawText()) : null;

    private static ImmutableList<SchemaReference> References(JsonElement body)
    {
        if (!body.TryGetProperty("references", out var references) || references.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        try
        {
            var read = references.Deserialize<ImmutableList<SchemaReference?>>()!;
            return read.All(reference => reference is { Name: not null, Subject: not null, Version: > 0 or -1 })
                ? [.. read.Select(reference => reference!)]
                : throw RegistryException.InvalidSchema($"Invalid reference in {references.GetRawText()}");
        }
        catch (JsonException e)
        {
            throw RegistryException.InvalidSchema($"Invalid reference: {e.Message}");
        }
    }

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

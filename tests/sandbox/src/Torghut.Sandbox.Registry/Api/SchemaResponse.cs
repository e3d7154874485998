using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Registry.Store;

namespace Torghut.Sandbox.Registry.Api;

/// <summary>A schema as answers have it: without what it does not have.</summary>
internal static class SchemaResponse
{
    /// <summary>A version of a subject.</summary>
    public static JsonObject Of(SchemaStore store, string subject, SchemaVersion version)
    {
        var response = new JsonObject { ["subject"] = subject };
        Fill(response, store, version);
        return response;
    }

    /// <summary>What registering gives.</summary>
    public static JsonObject Registered(SchemaStore store, SchemaVersion version)
    {
        var response = new JsonObject();
        Fill(response, store, version);
        return response;
    }

    /// <summary>A schema by its id, whatever its subjects.</summary>
    public static JsonObject Of(SchemaStore store, int id)
    {
        var response = new JsonObject();
        Fill(response, store, id);
        return response;
    }

    private static void Fill(JsonObject response, SchemaStore store, SchemaVersion version)
    {
        response["version"] = version.Version;
        response["id"] = version.Id;
        Fill(response, store, version.Id);
    }

    private static void Fill(JsonObject response, SchemaStore store, int id)
    {
        var text = store.Text(id);
        response["guid"] = store.Guid(id).ToString();
        response["schemaType"] = "AVRO";
        response["schema"] = text;
        var attachments = store.Attachments(id);
        if (!attachments.References.IsEmpty)
        {
            response["references"] = JsonSerializer.SerializeToNode(attachments.References);
        }

        Add(response, "metadata", attachments.Metadata);
        Add(response, "ruleSet", attachments.RuleSet);
    }

    private static void Add(JsonObject response, string name, JsonNode? value)
    {
        if (value is not null)
        {
            response[name] = value.DeepClone();
        }
    }
}

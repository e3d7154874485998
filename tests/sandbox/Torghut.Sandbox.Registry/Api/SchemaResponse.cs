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
        var answer = new JsonObject { ["subject"] = subject };
        Fill(answer, store, version);
        return answer;
    }

    /// <summary>What registering gives.</summary>
    public static JsonObject Registered(SchemaStore store, SchemaVersion version)
    {
        var answer = new JsonObject();
        Fill(answer, store, version);
        return answer;
    }

    /// <summary>A schema by its id, whatever its subjects.</summary>
    public static JsonObject Of(SchemaStore store, int id)
    {
        var answer = new JsonObject();
        Fill(answer, store, id);
        return answer;
    }

    private static void Fill(JsonObject answer, SchemaStore store, SchemaVersion version)
    {
        answer["version"] = version.Version;
        answer["id"] = version.Id;
        Fill(answer, store, version.Id);
    }

    private static void Fill(JsonObject answer, SchemaStore store, int id)
    {
        var text = store.Text(id);
        answer["guid"] = store.Guid(id).ToString();
        answer["schemaType"] = "AVRO";
        answer["schema"] = text;
        var attachments = store.Attachments(id);
        if (!attachments.References.IsEmpty)
        {
            answer["references"] = JsonSerializer.SerializeToNode(attachments.References);
        }

        Add(answer, "metadata", attachments.Metadata);
        Add(answer, "ruleSet", attachments.RuleSet);
    }

    private static void Add(JsonObject answer, string name, JsonNode? value)
    {
        if (value is not null)
        {
            answer[name] = value.DeepClone();
        }
    }
}

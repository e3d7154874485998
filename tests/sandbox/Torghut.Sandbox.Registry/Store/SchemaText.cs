using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Avro;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>A schema as it was sent: checked, and without the white space that would make two texts of one schema differ.</summary>
internal sealed record SchemaText(string Text, AvroSchema Schema)
{
    public static SchemaText Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw RegistryException.InvalidSchema("Empty schema");
        try
        {
            var schema = AvroSchema.Parse(text);
            // A bare primitive may come as "string" or {"type":"string"}; both are kept as they came.
            return new SchemaText(JsonNode.Parse(text)!.ToJsonString(), schema);
        }
        catch (Exception e) when (e is AvroSchemaException or JsonException)
        {
            throw RegistryException.InvalidSchema(e.Message);
        }
    }
}

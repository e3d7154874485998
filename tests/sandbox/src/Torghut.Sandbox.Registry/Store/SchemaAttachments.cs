using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>What a schema comes with beside its text. Two schemas that differ in it are two.</summary>
/// <param name="Metadata">As it was sent; null for none. The registry only keeps it.</param>
/// <param name="RuleSet">As it was sent; null for none. The registry only keeps it.</param>
internal sealed record SchemaAttachments(ImmutableList<SchemaReference> References, JsonNode? Metadata, JsonNode? RuleSet)
{
    public static SchemaAttachments None { get; } = new([], null, null);

    [JsonIgnore]
    public bool IsNone => References.IsEmpty && Metadata is null && RuleSet is null;

    /// <summary>Equal for equal attachments.</summary>
    [JsonIgnore]
    public string Key => JsonSerializer.Serialize(this);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Avro;

namespace Torghut.Sandbox.Registry.Store;

internal sealed partial class SchemaStore
{
    private const int Latest = -1;

    /// <summary>Checks a schema that was sent, with what it refers to.</summary>
    /// <param name="normalize">Whether properties and aliases are sorted, so that schemas that differ in their order alone are one.</param>
    public SchemaText Parse(SchemaRequest request, bool normalize)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            throw RegistryException.InvalidSchema("Empty schema");
        }

        try
        {
            var attachments = request.Attachments with { References = [.. request.Attachments.References.Select(Numbered)] };
            var schema = Resolve(request.Text, attachments);
            using var document = JsonDocument.Parse(request.Text);
            return new SchemaText(CanonicalText.Render(document.RootElement, normalize), schema, attachments);
        }
        catch (Exception e) when (e is AvroSchemaException or JsonException)
        {
            throw RegistryException.InvalidSchema(e.Message);
        }
    }

    /// <summary>Ids of the schemas that refer to a version.</summary>
    public IEnumerable<int> ReferencedBy(string subject, SchemaVersion version) =>
        from use in _state.Attachments
        where use.Value.References.Any(r => r.Subject == subject && r.Version == version.Version) && Uses(use.Key, deleted: false).Any()
        select use.Key;

    private AvroSchema Parsed(int id) => Resolve(_state.Schemas[id - 1], Attachments(id));

    private AvroSchema Resolve(string text, SchemaAttachments attachments)
    {
        if (attachments.References.IsEmpty)
        {
            return AvroSchema.Parse(text);
        }

        var resolver = new ReferenceResolver();
        Define(resolver, attachments);
        return AvroSchema.Parse(resolver.Resolve(JsonNode.Parse(text)).ToJsonString());
    }

    /// <summary>A schema that is there refers to what was there before it, so this ends.</summary>
    private void Define(ReferenceResolver resolver, SchemaAttachments attachments)
    {
        foreach (var reference in attachments.References)
        {
            var version = Referenced(reference);
            Define(resolver, Attachments(version.Id));
            resolver.Define(JsonNode.Parse(_state.Schemas[version.Id - 1]));
        }
    }

    private SchemaReference Numbered(SchemaReference reference) => reference with { Version = Referenced(reference).Version };

    private SchemaVersion Referenced(SchemaReference reference)
    {
        var versions = Known(_state, reference.Subject);
        return versions.LastOrDefault(v => !v.Deleted && (reference.Version == Latest || v.Version == reference.Version))
            ?? throw RegistryException.ReferenceNotFound(reference.Subject, reference.Version);
    }

    private void RequireUnreferenced(string subject, SchemaVersion version)
    {
        if (ReferencedBy(subject, version).Any())
        {
            throw RegistryException.ReferenceExists(subject, version.Version);
        }
    }
}

using System.Net;
using Torghut.Avro;
using Torghut.Avro.Registry;

namespace Torghut.Contracts.Tests.Decoding;

/// <summary>A registry that holds what a test gives it, and can be down.</summary>
internal sealed class StubRegistry : ISchemaRegistryClient
{
    private readonly Dictionary<int, AvroSchema> _schemas = [];

    public bool IsDown { get; set; }

    public int Questions { get; private set; }

    public int Add(AvroSchema schema)
    {
        _schemas.Add(_schemas.Count + 1, schema);
        return _schemas.Count;
    }

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken ct = default)
    {
        Questions++;
        if (IsDown)
            throw new SchemaRegistryException("no answer", null, null);
        return _schemas.TryGetValue(id, out var schema)
            ? Task.FromResult(schema)
            : throw new SchemaRegistryException("Schema not found", HttpStatusCode.NotFound, RegistryErrorCodes.SchemaNotFound);
    }

    public Task<int> RegisterSchemaAsync(string subject, AvroSchema schema, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<int> GetSchemaIdAsync(string subject, AvroSchema schema, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<RegisteredSchema> GetLatestSchemaAsync(string subject, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<RegisteredSchema> GetRegisteredSchemaAsync(string subject, int version, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<int>> GetSubjectVersionsAsync(string subject, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> GetAllSubjectsAsync(CancellationToken ct = default) => throw new NotSupportedException();

    public Task<SchemaCompatibilityResult> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<AvroCompatibilityLevel> GetCompatibilityAsync(string? subject = null, CancellationToken ct = default) => throw new NotSupportedException();

    public Task UpdateCompatibilityAsync(AvroCompatibilityLevel level, string? subject = null, CancellationToken ct = default) => throw new NotSupportedException();
}

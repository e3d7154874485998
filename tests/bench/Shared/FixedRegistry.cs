using Torghut.Avro;
using Torghut.Avro.Registry;

namespace Torghut.Bench;

/// <summary>A registry in memory that gives every schema it is asked for an id.</summary>
internal sealed class FixedRegistry : ISchemaRegistryClient
{
    private readonly List<string> _subjects = [];
    private readonly List<AvroSchema> _schemas = [];

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken ct = default) => Task.FromResult(_schemas[id - 1]);

    public Task<int> RegisterSchemaAsync(string subject, AvroSchema schema, CancellationToken ct = default) => GetSchemaIdAsync(subject, schema, ct);

    public Task<int> GetSchemaIdAsync(string subject, AvroSchema schema, CancellationToken ct = default)
    {
        var index = _subjects.IndexOf(subject);
        if (index < 0)
        {
            index = _subjects.Count;
            _subjects.Add(subject);
            _schemas.Add(schema);
        }

        return Task.FromResult(index + 1);
    }

    public Task<RegisteredSchema> GetLatestSchemaAsync(string subject, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<RegisteredSchema> GetRegisteredSchemaAsync(string subject, int version, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<int>> GetSubjectVersionsAsync(string subject, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> GetAllSubjectsAsync(CancellationToken ct = default) => throw new NotSupportedException();

    public Task<SchemaCompatibilityResult> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<AvroCompatibilityLevel> GetCompatibilityAsync(string? subject = null, CancellationToken ct = default) => throw new NotSupportedException();

    public Task UpdateCompatibilityAsync(AvroCompatibilityLevel level, string? subject = null, CancellationToken ct = default) => throw new NotSupportedException();
}

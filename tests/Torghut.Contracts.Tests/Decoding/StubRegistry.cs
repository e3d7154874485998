using Torghut.Avro;
using Torghut.Contracts.Decoding;

namespace Torghut.Contracts.Tests.Decoding;

/// <summary>A registry that holds what a test gives it, and can fail.</summary>
internal sealed class StubRegistry : ISchemaSource
{
    private readonly Dictionary<int, AvroSchema> _schemas = [];

    /// <summary>How it fails; null while it answers.</summary>
    public SchemaSourceError? Fails { get; set; }

    public int Questions { get; private set; }

    public int Add(AvroSchema schema)
    {
        _schemas.Add(_schemas.Count + 1, schema);
        return _schemas.Count;
    }

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default)
    {
        Questions++;
        if (Fails is { } error)
        {
            throw new SchemaSourceException(error, $"schema {id}", "no answer");
        }

        return _schemas.TryGetValue(id, out var schema)
            ? Task.FromResult(schema)
            : throw new SchemaSourceException(SchemaSourceError.NotFound, $"schema {id}", "not found");
    }

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

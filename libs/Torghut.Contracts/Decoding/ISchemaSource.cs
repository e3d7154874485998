using Torghut.Avro;

namespace Torghut.Contracts.Decoding;

/// <summary>
/// Schemas by id and ids by subject, as a schema registry keeps them. What fails is a <see cref="SchemaSourceException"/>; only the caller's own token
/// gives an <see cref="OperationCanceledException"/>. Safe for concurrent use.
/// </summary>
public interface ISchemaSource
{
    /// <summary>The schema of an id.</summary>
    Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default);

    /// <summary>The id of a schema that is registered under a subject.</summary>
    Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default);

    /// <summary>Registers a schema under a subject, or finds it there, and returns its id.</summary>
    Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default);
}

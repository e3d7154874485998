namespace Torghut.Avro.Registry;

/// <summary>
/// A Confluent-compatible schema registry. The members are those of Confluent.SchemaRegistry's client of the same names, so that it can
/// stand here. Failures are <see cref="SchemaRegistryException"/>. Safe for concurrent use.
/// </summary>
public interface ISchemaRegistryClient
{
    /// <summary>The schema of an id. Cached: an id never changes its meaning.</summary>
    Task<AvroSchema> GetSchemaAsync(int id, CancellationToken ct = default);

    /// <summary>Registers a schema under a subject, or finds it there, and answers its id. Cached.</summary>
    Task<int> RegisterSchemaAsync(string subject, AvroSchema schema, CancellationToken ct = default);

    /// <summary>The id of a schema that is registered under a subject. Cached.</summary>
    Task<int> GetSchemaIdAsync(string subject, AvroSchema schema, CancellationToken ct = default);

    /// <summary>The newest version under a subject. Not cached.</summary>
    Task<RegisteredSchema> GetLatestSchemaAsync(string subject, CancellationToken ct = default);

    /// <summary>A version under a subject.</summary>
    Task<RegisteredSchema> GetRegisteredSchemaAsync(string subject, int version, CancellationToken ct = default);

    /// <summary>Versions under a subject, ascending.</summary>
    Task<IReadOnlyList<int>> GetSubjectVersionsAsync(string subject, CancellationToken ct = default);

    Task<IReadOnlyList<string>> GetAllSubjectsAsync(CancellationToken ct = default);

    /// <summary>Whether a schema may become the subject's next version; true when the subject has none yet.</summary>
    Task<SchemaCompatibilityResult> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken ct = default);

    /// <summary>The level of a subject, or the global one for null or for a subject that has none of its own.</summary>
    Task<AvroCompatibilityLevel> GetCompatibilityAsync(string? subject = null, CancellationToken ct = default);

    /// <summary>Sets the level of a subject, or the global one for null.</summary>
    Task UpdateCompatibilityAsync(AvroCompatibilityLevel level, string? subject = null, CancellationToken ct = default);
}

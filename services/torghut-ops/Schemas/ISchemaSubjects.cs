using Torghut.Avro;
using Torghut.Contracts.Decoding;

namespace Torghut.Ops.Schemas;

/// <summary>The registry's subjects.</summary>
internal interface ISchemaSubjects
{
    /// <summary>The schema's id under the subject; null when it is not registered there.</summary>
    /// <exception cref="SchemaSourceException">The registry could not answer.</exception>
    Task<int?> FindAsync(string subject, AvroSchema schema, CancellationToken cancellationToken);

    /// <summary>Whether the schema may follow the subject's versions.</summary>
    Task<bool> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken cancellationToken);

    /// <summary>Registers it; the id.</summary>
    Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken);
}

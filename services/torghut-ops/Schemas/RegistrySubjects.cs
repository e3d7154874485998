using Torghut.Avro;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;

namespace Torghut.Ops.Schemas;

/// <summary>Subjects of a schema registry.</summary>
internal sealed class RegistrySubjects(SchemaRegistrySource registry) : ISchemaSubjects
{
    public async Task<int?> FindAsync(string subject, AvroSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.GetIdAsync(subject, schema, cancellationToken);
        }
        catch (SchemaSourceException unknown) when (unknown.Error == SchemaSourceError.NotFound)
        {
            return null;
        }
    }

    public async Task<bool> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.IsCompatibleAsync(subject, schema, cancellationToken);
        }
        catch (SchemaSourceException unknown) when (unknown.Error == SchemaSourceError.NotFound)
        {
            // The subject has no version that it would have to follow.
            return true;
        }
    }

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken) =>
        registry.RegisterAsync(subject, schema, cancellationToken);
}

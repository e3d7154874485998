using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Decoding;

namespace Torghut.Ta.Tests.Support;

/// <summary>A registry that knows the contract's schemas by the number of their record kind.</summary>
internal sealed class ContractRegistry : ISchemaSource
{
    /// <summary>Thrown for every question; null while it answers.</summary>
    public SchemaSourceException? Failure { get; set; }

    public static int IdOf(RecordKind kind) => (int)kind + 1;

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default) =>
        Failure is { } failure ? Task.FromException<AvroSchema>(failure) : Task.FromResult(ContractSchemas.ForTopic((RecordKind)(id - 1)));

    public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) =>
        Failure is { } failure
            ? Task.FromException<int>(failure)
            : Task.FromResult(Enum.GetValues<RecordKind>().Where(kind => ContractSchemas.ForTopic(kind).Json == schema.Json).Select(IdOf).First());

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) =>
        GetIdAsync(subject, schema, cancellationToken);
}

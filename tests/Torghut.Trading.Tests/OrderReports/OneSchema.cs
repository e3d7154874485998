using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>A registry that has the contract's trade update and nothing else.</summary>
internal sealed class OneSchema : ISchemaSource
{
    public const int Id = 1;

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default) => id == Id
        ? Task.FromResult(RecordCodecs.TradeUpdate.Schema)
        : throw new SchemaSourceException(SchemaSourceError.NotFound, $"schema {id}", "not found");

    public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

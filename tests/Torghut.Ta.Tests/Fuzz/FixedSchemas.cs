using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Ta.Tests.Fuzz;

/// <summary>A registry that has the contract's trade and quote under the ids 1 and 2, and nothing else.</summary>
internal sealed class FixedSchemas : ISchemaSource
{
    public const int Trade = 1;
    public const int Quote = 2;

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default) => id switch
    {
        Trade => Task.FromResult(RecordCodecs.Trade.Schema),
        Quote => Task.FromResult(RecordCodecs.Quote.Schema),
        _ => throw new SchemaSourceException(SchemaSourceError.NotFound, $"schema {id}", "not found"),
    };

    public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

using Torghut.Avro;
using Torghut.Contracts.Decoding;

namespace Torghut.Bench;

/// <summary>A registry in memory that gives every schema it is asked for an id.</summary>
internal sealed class FixedRegistry : ISchemaSource
{
    private readonly List<string> _subjects = [];
    private readonly List<AvroSchema> _schemas = [];

    public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default) => Task.FromResult(_schemas[id - 1]);

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) =>
        GetIdAsync(subject, schema, cancellationToken);

    public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default)
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
}

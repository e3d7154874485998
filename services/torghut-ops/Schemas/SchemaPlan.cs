using Torghut.Avro;
using Torghut.Contracts;

namespace Torghut.Ops.Schemas;

/// <summary>What the registry lacks of the contract. Making it changes nothing.</summary>
internal sealed record SchemaPlan(IReadOnlyList<SchemaLine> Lines)
{
    public bool IsComplete => Lines.All(line => line.State == SchemaState.Registered);

    public static Task<SchemaPlan> MakeAsync(ISchemaSubjects subjects, CancellationToken cancellationToken) => MakeAsync(
        subjects,
        Topics.All.Select(topic => (topic.Name, Schema: ContractSchemas.ForTopic(topic.Name))).Where(topic => topic.Schema is not null)
            .Select(topic => (ContractSchemas.Subject(topic.Name), topic.Schema!)),
        cancellationToken);

    public static async Task<SchemaPlan> MakeAsync(
        ISchemaSubjects subjects, IEnumerable<(string Subject, AvroSchema Schema)> contract, CancellationToken cancellationToken)
    {
        List<SchemaLine> lines = [];
        foreach (var (subject, schema) in contract)
        {
            var id = await subjects.FindAsync(subject, schema, cancellationToken);
            var state = id is not null ? SchemaState.Registered
                : await subjects.IsCompatibleAsync(subject, schema, cancellationToken) ? SchemaState.Missing
                : SchemaState.Incompatible;
            lines.Add(new SchemaLine(subject, schema, state, id));
        }

        return new SchemaPlan(lines);
    }
}

using Torghut.Avro.Registry;
using Torghut.Contracts;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Registers the contract's schemas, as the schema job does in production: services only look them up.</summary>
internal static class SchemaSetup
{
    public static async Task RegisterAsync(Uri registry, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        var client = new SchemaRegistryClient(http, new SchemaRegistryConfig { Url = registry });
        foreach (var topic in Topics.All)
        {
            if (ContractSchemas.ForTopic(topic.Name) is { } schema)
            {
                await client.RegisterSchemaAsync(ContractSchemas.Subject(topic.Name), schema, cancellation);
            }
        }
    }
}

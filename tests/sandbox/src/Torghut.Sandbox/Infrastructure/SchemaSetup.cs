using Torghut.Common.Schemas;
using Torghut.Contracts;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Registers the contract's schemas, as the schema job does in production: services only look them up.</summary>
internal static class SchemaSetup
{
    public static async Task RegisterAsync(Uri registry, CancellationToken cancellationToken)
    {
        using var client = new SchemaRegistrySource(new SchemaRegistrySettings { Url = registry }, TimeProvider.System);
        foreach (var topic in Topics.All)
        {
            if (ContractSchemas.ForTopic(topic.Name) is { } schema)
            {
                await client.RegisterAsync(ContractSchemas.Subject(topic.Name), schema, cancellationToken);
            }
        }
    }
}

using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;

namespace Torghut.Ws.Publishing;

/// <summary>Asks the registry for the schema ids until it gives them.</summary>
internal sealed class SchemaIdSource(
    PublishingOptions options, TopicNames topics, ISchemaSource registry, KafkaHealth health, TimeProvider time, ILogger<SchemaIdSource> logger)
{
    public async Task<SchemaIds> FetchAsync(CancellationToken cancellationToken)
    {
        var logged = false;
        var untilKnown = SchemaRegistryCalls.WithoutEnd(time, _ => true, logger);
        var ids = await untilKnown.RunAsync(
            token => SchemaIds.FetchAsync(registry, topics, options.AutoRegister, token),
            attempt =>
            {
                if (!logged)
                {
                    WsLog.RegistryUnavailable(logger, attempt.Failure);
                }

                logged = true;
                return Task.CompletedTask;
            },
            cancellationToken);
        health.SchemasKnown();
        return ids;
    }
}

using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Http;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>Schemas that records were written with, asked for once by everybody here.</summary>
internal sealed class TopicSchemas(KafkaTargetOptions target, TimeProvider time) : IDisposable
{
    private readonly SchemaRegistrySource? _registry = target.OpenRegistry(time);

    /// <exception cref="StoreNotConfiguredException">There is no address of a registry, or none of brokers.</exception>
    public ISchemaSource Require()
    {
        if (target.Bootstrap.Length == 0)
        {
            throw new StoreNotConfiguredException(StoreFailure.Kafka, "KAFKA_BOOTSTRAP");
        }

        return _registry ?? throw new StoreNotConfiguredException(StoreFailure.SchemaRegistry, "SCHEMA_REGISTRY_URL");
    }

    public void Dispose() => _registry?.Dispose();
}

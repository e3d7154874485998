using Torghut.Common.Configuration;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;

namespace Torghut.Ops.Kafka;

/// <summary>The Kafka cluster and the schema registry that commands look into.</summary>
internal sealed class KafkaTargetOptions : KafkaClientOptions
{
    [ConfigurationKey("KAFKA_BOOTSTRAP", "Kafka brokers, host:port, comma-separated.")]
    public override string Bootstrap { get; set; } = "";

    [ConfigurationKey("SCHEMA_REGISTRY_URL", "Schema registry.", Schemes = "http,https")]
    public Uri? Registry { get; set; }

    /// <summary>The registry; null when its address is not configured.</summary>
    public SchemaRegistrySource? OpenRegistry(TimeProvider time) =>
        Registry is null ? null : new SchemaRegistrySource(new SchemaRegistrySettings { Url = Registry }, time);
}

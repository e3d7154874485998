using Torghut.Common.Configuration;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;

namespace Torghut.Ops.Kafka;

/// <summary>The Kafka cluster and the schema registry that commands look into.</summary>
internal sealed class KafkaTargetOptions
{
    [ConfigurationKey("KAFKA_BOOTSTRAP", "Kafka brokers, host:port, comma-separated.")]
    public string Bootstrap { get; set; } = "";

    [ConfigurationKey("KAFKA_SECURITY_PROTOCOL", "Transport and authentication.")]
    public KafkaSecurity Security { get; set; } = KafkaSecurity.Plaintext;

    [ConfigurationKey("KAFKA_SASL_MECH", "SASL mechanism.")]
    public KafkaSaslMechanism SaslMechanism { get; set; } = KafkaSaslMechanism.ScramSha512;

    [ConfigurationKey("KAFKA_SASL_USER", "SASL user.")]
    public string SaslUser { get; set; } = "";

    [ConfigurationKey("KAFKA_SASL_PASSWORD", "SASL password.", Secret = true)]
    public string SaslPassword { get; set; } = "";

    [ConfigurationKey("KAFKA_SSL_CA_LOCATION", "PEM file of the authority that signed the brokers' certificates; the system's when empty.")]
    public string CaLocation { get; set; } = "";

    [ConfigurationKey("SCHEMA_REGISTRY_URL", "Schema registry.", Schemes = "http,https")]
    public Uri? Registry { get; set; }

    public KafkaConnection Connection => new(Bootstrap, Security, SaslMechanism, SaslUser, SaslPassword, CaLocation);

    /// <summary>The registry; null when its address is not configured.</summary>
    public SchemaRegistrySource? OpenRegistry(TimeProvider time) =>
        Registry is null ? null : new SchemaRegistrySource(new SchemaRegistrySettings { Url = Registry }, time);
}

using Torghut.Common.Configuration;

namespace Torghut.Common.Kafka;

/// <summary>Kafka's <c>sasl.mechanism</c>, as far as the suite supports it.</summary>
public enum KafkaSaslMechanism
{
    [ConfigurationValue("PLAIN")]
    Plain,

    [ConfigurationValue("SCRAM-SHA-256")]
    ScramSha256,

    [ConfigurationValue("SCRAM-SHA-512")]
    ScramSha512,
}

using Torghut.Common.Configuration;

namespace Torghut.Common.Kafka;

/// <summary>Kafka's <c>security.protocol</c>.</summary>
public enum KafkaSecurity
{
    [ConfigurationValue("PLAINTEXT")]
    Plaintext,

    [ConfigurationValue("SSL")]
    Ssl,

    [ConfigurationValue("SASL_PLAINTEXT")]
    SaslPlaintext,

    [ConfigurationValue("SASL_SSL")]
    SaslSsl,
}

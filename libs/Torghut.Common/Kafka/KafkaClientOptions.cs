using Torghut.Common.Configuration;

namespace Torghut.Common.Kafka;

/// <summary>The keys by which a service reaches Kafka; whether it must, is for the service to say.</summary>
public abstract class KafkaClientOptions : IValidatableOptions
{
    /// <summary>Brokers, host:port, comma-separated; empty where the service may do without.</summary>
    public abstract string Bootstrap { get; set; }

    [ConfigurationKey("KAFKA_SECURITY_PROTOCOL", "Transport and authentication.")]
    public KafkaSecurity SecurityProtocol { get; set; } = KafkaSecurity.Plaintext;

    [ConfigurationKey("KAFKA_SASL_MECH", "SASL mechanism.")]
    public KafkaSaslMechanism SaslMechanism { get; set; } = KafkaSaslMechanism.ScramSha512;

    [ConfigurationKey("KAFKA_SASL_USER", "SASL user.")]
    public string SaslUser { get; set; } = "";

    [ConfigurationKey("KAFKA_SASL_PASSWORD", "SASL password.", Secret = true)]
    public string SaslPassword { get; set; } = "";

    [ConfigurationKey("KAFKA_SSL_CA_LOCATION", "PEM file of the authority that signed the brokers' certificates; the system's when empty.")]
    public string CaLocation { get; set; } = "";

    public KafkaConnection Connection => new(Bootstrap, SecurityProtocol, SaslMechanism, SaslUser, SaslPassword, CaLocation);

    public virtual IEnumerable<ConfigurationProblem> Validate()
    {
        if (SecurityProtocol is not (KafkaSecurity.SaslPlaintext or KafkaSecurity.SaslSsl))
        {
            yield break;
        }

        if (SaslUser.Length == 0)
        {
            yield return new("KAFKA_SASL_USER", "a user, because KAFKA_SECURITY_PROTOCOL has SASL", null);
        }

        if (SaslPassword.Length == 0)
        {
            yield return new("KAFKA_SASL_PASSWORD", "a password, because KAFKA_SECURITY_PROTOCOL has SASL", null);
        }
    }
}

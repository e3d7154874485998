using Torghut.Common.Configuration;
using Torghut.Common.Kafka;
using Torghut.Contracts;

namespace Torghut.Ta.Kafka;

/// <summary>How to reach Kafka and the schema registry, and which topics to use.</summary>
internal sealed class TaKafkaOptions : IValidatableOptions
{
    [ConfigurationKey("TA_KAFKA_BOOTSTRAP", "Kafka brokers, comma-separated host:port.", Required = true)]
    public string Bootstrap { get; set; } = "";

    [ConfigurationKey("TA_KAFKA_SECURITY", "Security protocol of the brokers.")]
    public KafkaSecurity Security { get; set; } = KafkaSecurity.Plaintext;

    [ConfigurationKey("TA_KAFKA_SASL_MECH", "SASL mechanism.")]
    public KafkaSaslMechanism SaslMechanism { get; set; } = KafkaSaslMechanism.ScramSha512;

    [ConfigurationKey("TA_KAFKA_SASL_USER", "SASL user.", Formerly = "TA_KAFKA_USERNAME")]
    public string SaslUser { get; set; } = "";

    [ConfigurationKey("TA_KAFKA_SASL_PASSWORD", "SASL password.", Formerly = "TA_KAFKA_PASSWORD", Secret = true)]
    public string SaslPassword { get; set; } = "";

    [ConfigurationKey("TA_KAFKA_CA_LOCATION", "PEM file of the authority that signed the brokers' certificates; empty for the system's.")]
    public string CaLocation { get; set; } = "";

    [ConfigurationKey("TA_SCHEMA_REGISTRY_URL", "Schema registry.", Required = true, Schemes = "http,https")]
    public Uri? SchemaRegistryUrl { get; set; }

    [ConfigurationKey("TA_TRADES_TOPIC", "Trades, corrections and cancellations.")]
    public string TradesTopic { get; set; } = Topics.Trades;

    [ConfigurationKey("TA_QUOTES_TOPIC", "Quotes.")]
    public string QuotesTopic { get; set; } = Topics.Quotes;

    [ConfigurationKey("TA_BARS1M_TOPIC", "Minute bars.")]
    public string Bars1mTopic { get; set; } = Topics.Bars1m;

    [ConfigurationKey("TA_MICROBARS_TOPIC", "Where one-second bars go.")]
    public string MicrobarsTopic { get; set; } = Topics.TaMicrobars;

    [ConfigurationKey("TA_SIGNALS_TOPIC", "Where indicators go.")]
    public string SignalsTopic { get; set; } = Topics.TaSignals;

    [ConfigurationKey("TA_STATUS_TOPIC", "Where the heartbeat goes.")]
    public string StatusTopic { get; set; } = Topics.TaStatus;

    [ConfigurationKey("TA_STATE_TOPIC", "Changelog of the operator state; it must be compacted.")]
    public string StateTopic { get; set; } = Topics.TaState;

    [ConfigurationKey("TA_DEAD_LETTER_TOPIC", "Where records go that cannot be decoded.")]
    public string DeadLetterTopic { get; set; } = Topics.DeadLetter;

    [ConfigurationKey("TA_GROUP_ID", "Consumer group; a fresh one recomputes from retained history. The sink's group is this with -sink.")]
    public string GroupId { get; set; } = "torghut-ta-live";

    [ConfigurationKey("TA_CLIENT_ID", "Client id shown in the brokers' logs.")]
    public string ClientId { get; set; } = "torghut-ta";

    [ConfigurationKey("TA_AUTO_OFFSET_RESET", "Where a group without committed offsets begins.")]
    public OffsetReset AutoOffsetReset { get; set; } = OffsetReset.Latest;

    [ConfigurationKey("TA_KAFKA_DELIVERY_GUARANTEE", "What a crash may do to the derived topics.")]
    public DeliveryGuarantee DeliveryGuarantee { get; set; } = DeliveryGuarantee.ExactlyOnce;

    [ConfigurationKey("TA_KAFKA_TRANSACTION_TIMEOUT_MS", "After this long the broker aborts a transaction that its producer left open.", Min = 1_000,
        Max = 900_000)]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromMinutes(2);

    [ConfigurationKey("TA_KAFKA_SESSION_TIMEOUT_MS", "After this long without a heartbeat the group gives a member's partitions to others.", Min = 1_000,
        Max = 300_000)]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    [ConfigurationKey("TA_GROUP_INSTANCE_ID",
        "Stable name of this instance, for example the pod's: started again within the session timeout it has its partitions back at once. Empty for none.")]
    public string GroupInstanceId { get; set; } = "";

    public KafkaConnection Connection => new(Bootstrap, Security, SaslMechanism, SaslUser, SaslPassword, CaLocation);

    public IEnumerable<ConfigurationProblem> Validate()
    {
        var sasl = Security is KafkaSecurity.SaslPlaintext or KafkaSecurity.SaslSsl;
        if (sasl && SaslUser.Length == 0)
        {
            yield return new("TA_KAFKA_SASL_USER", "a user, because TA_KAFKA_SECURITY has SASL", null);
        }

        if (sasl && SaslPassword.Length == 0)
        {
            yield return new("TA_KAFKA_SASL_PASSWORD", "a password, because TA_KAFKA_SECURITY has SASL", null);
        }

        if (GroupId.Contains('/', StringComparison.Ordinal))
        {
            yield return new("TA_GROUP_ID", "a name without '/'", $"'{GroupId}'");
        }
    }
}

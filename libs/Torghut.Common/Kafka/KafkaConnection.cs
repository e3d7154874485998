using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>How to reach and authenticate to the Kafka cluster, and the client settings that the contract fixes for everybody.</summary>
/// <param name="Bootstrap">Comma-separated <c>host:port</c> list.</param>
/// <param name="SecurityProtocol">Transport and authentication.</param>
/// <param name="SaslMechanism">Mechanism when the protocol has SASL.</param>
/// <param name="SaslUser">SASL user.</param>
/// <param name="SaslPassword">SASL password; a secret.</param>
/// <param name="CaLocation">PEM file of the authority that signed the brokers' certificates; empty for the system's.</param>
public sealed record KafkaConnection(
    string Bootstrap,
    KafkaSecurity SecurityProtocol = KafkaSecurity.Plaintext,
    KafkaSaslMechanism SaslMechanism = KafkaSaslMechanism.ScramSha512,
    string SaslUser = "",
    string SaslPassword = "",
    string CaLocation = "")
{
    /// <summary>
    /// How long a broker may take to answer before its connection is given up. A halted one keeps its connections, and whoever has a request there is held up
    /// for this long after others lead its partitions. Many times what a broker takes that is only busy.
    /// </summary>
    private const int AnswerTimeoutMs = 10_000;

    public ClientConfig ToClientConfig() => Apply(new ClientConfig());

    /// <summary>
    /// <c>acks=all</c>, idempotent, lz4 and Kafka's own partitioner, so that producers in any language place a key alike.
    /// Statistics, batching and buffers are the caller's.
    /// </summary>
    public ProducerConfig ToProducerConfig()
    {
        var config = Apply(new ProducerConfig());
        config.Acks = Acks.All;
        config.EnableIdempotence = true;
        config.CompressionType = CompressionType.Lz4;
        config.Partitioner = Partitioner.Murmur2Random;
        return config;
    }

    /// <summary>Reads committed records only, checks what the wire and the disk made of them, and leaves committing of offsets to the caller.</summary>
    public ConsumerConfig ToConsumerConfig(string groupId)
    {
        var config = Apply(new ConsumerConfig());
        config.GroupId = groupId;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false;
        config.AllowAutoCreateTopics = false;
        config.CheckCrcs = true;
        return config;
    }

    /// <summary>Without the password, so that the record can be logged.</summary>
    public override string ToString() => $"{Bootstrap} ({SecurityProtocol})";

    private T Apply<T>(T config)
        where T : ClientConfig
    {
        config.BootstrapServers = Bootstrap;
        config.SecurityProtocol = SecurityProtocol switch
        {
            KafkaSecurity.Ssl => Confluent.Kafka.SecurityProtocol.Ssl,
            KafkaSecurity.SaslPlaintext => Confluent.Kafka.SecurityProtocol.SaslPlaintext,
            KafkaSecurity.SaslSsl => Confluent.Kafka.SecurityProtocol.SaslSsl,
            _ => Confluent.Kafka.SecurityProtocol.Plaintext,
        };
        config.SocketKeepaliveEnable = true;
        config.SocketTimeoutMs = AnswerTimeoutMs;
        config.ReconnectBackoffMs = 50;
        config.ReconnectBackoffMaxMs = 2_000;
        if (SecurityProtocol is KafkaSecurity.SaslPlaintext or KafkaSecurity.SaslSsl)
        {
            config.SaslMechanism = SaslMechanism switch
            {
                KafkaSaslMechanism.Plain => Confluent.Kafka.SaslMechanism.Plain,
                KafkaSaslMechanism.ScramSha256 => Confluent.Kafka.SaslMechanism.ScramSha256,
                _ => Confluent.Kafka.SaslMechanism.ScramSha512,
            };
            config.SaslUsername = SaslUser;
            config.SaslPassword = SaslPassword;
        }

        if (CaLocation.Length > 0)
        {
            config.SslCaLocation = CaLocation;
        }

        return config;
    }
}

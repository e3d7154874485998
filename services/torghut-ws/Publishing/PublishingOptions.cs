using Torghut.Common.Configuration;
using Torghut.Common.Kafka;
using Torghut.Contracts;

namespace Torghut.Ws.Publishing;

/// <summary>Kafka, the registry and the topics.</summary>
internal sealed class PublishingOptions : KafkaClientOptions
{
    [ConfigurationKey("KAFKA_BOOTSTRAP", "Kafka brokers, host:port, comma separated.", Required = true)]
    public override string Bootstrap { get; set; } = "";

    [ConfigurationKey("KAFKA_LINGER_MS", "How long a record may wait for others to share its batch.", Min = 0, Max = 1000)]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(5);

    [ConfigurationKey("KAFKA_BATCH_SIZE", "Largest batch, bytes.", Min = 1024, Max = 10_000_000)]
    public int BatchSize { get; set; } = 1_000_000;

    [ConfigurationKey("KAFKA_BUFFER_MEMORY_BYTES", "Most bytes that wait for Kafka; beyond it reading from Alpaca pauses.", Min = 1_048_576,
        Max = 2_147_483_647)]
    public long BufferMemory { get; set; } = 64 * 1024 * 1024;

    [ConfigurationKey("KAFKA_DELIVERY_TIMEOUT_MS", "How long a record is tried before it counts as lost.", Min = 1000, Max = 900_000)]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromMinutes(1);

    [ConfigurationKey("SCHEMA_REGISTRY_URL", "Confluent-compatible schema registry.", Required = true, Schemes = "http,https")]
    public Uri? RegistryUrl { get; set; }

    [ConfigurationKey("SCHEMA_REGISTRY_BASIC_AUTH", "user:password for the registry.", Secret = true)]
    public string RegistryBasicAuth { get; set; } = "";

    [ConfigurationKey("SCHEMA_AUTO_REGISTER", "Whether schemas that the registry does not know are registered; false needs them there.")]
    public bool AutoRegister { get; set; }

    [ConfigurationKey("TOPIC_TRADES", "Topic of trades, corrections and cancellations.")]
    public string TopicTrades { get; set; } = Topics.Trades;

    [ConfigurationKey("TOPIC_QUOTES", "Topic of quotes.")]
    public string TopicQuotes { get; set; } = Topics.Quotes;

    [ConfigurationKey("TOPIC_BARS_1M", "Topic of one-minute bars and their updates.")]
    public string TopicBars { get; set; } = Topics.Bars1m;

    [ConfigurationKey("TOPIC_STATUS", "Topic of this forwarder's status.")]
    public string TopicStatus { get; set; } = Topics.Status;

    [ConfigurationKey("TOPIC_TRADE_UPDATES", "Topic of order events.")]
    public string TopicTradeUpdates { get; set; } = Topics.TradeUpdates;

    public override IEnumerable<ConfigurationProblem> Validate()
    {
        foreach (var problem in base.Validate())
        {
            yield return problem;
        }

        if (DeliveryTimeout <= Linger)
        {
            yield return new("KAFKA_DELIVERY_TIMEOUT_MS", "more than KAFKA_LINGER_MS", $"{DeliveryTimeout.TotalMilliseconds}");
        }
    }
}

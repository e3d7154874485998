using Torghut.Common.Configuration;
using Torghut.Common.Kafka;
using Torghut.Contracts;

namespace Torghut.Trading.OrderReports;

/// <summary>Consumption of the broker's order events from Kafka.</summary>
internal sealed class TradeUpdateOptions : KafkaClientOptions
{
    [ConfigurationKey("TRADING_TRADE_UPDATES_ENABLED", "Whether trade updates are read from Kafka; reconciliation alone is slower, not less right.")]
    public bool Enabled { get; set; }

    [ConfigurationKey("KAFKA_BOOTSTRAP", "Kafka brokers, host:port, comma-separated.")]
    public override string Bootstrap { get; set; } = "";

    [ConfigurationKey("SCHEMA_REGISTRY_URL", "Schema registry.", Schemes = "http,https")]
    public Uri? Registry { get; set; }

    [ConfigurationKey("TOPIC_TRADE_UPDATES", "Topic of trade updates.")]
    public string Topic { get; set; } = Topics.TradeUpdates;

    [ConfigurationKey("TRADING_DEAD_LETTER_TOPIC", "Where trade updates go that cannot be applied.")]
    public string DeadLetterTopic { get; set; } = Topics.DeadLetter;

    [ConfigurationKey("TRADING_TRADE_UPDATES_GROUP_ID", "Consumer group.")]
    public string GroupId { get; set; } = "torghut-trading";

    public override IEnumerable<ConfigurationProblem> Validate() => Enabled ? base.Validate().Concat(Needed()) : [];

    private IEnumerable<ConfigurationProblem> Needed()
    {
        if (Bootstrap.Length == 0)
        {
            yield return new("KAFKA_BOOTSTRAP", "host:port, because TRADING_TRADE_UPDATES_ENABLED=true", null);
        }

        if (Registry is null)
        {
            yield return new("SCHEMA_REGISTRY_URL", "an absolute URL, because TRADING_TRADE_UPDATES_ENABLED=true", null);
        }
    }
}

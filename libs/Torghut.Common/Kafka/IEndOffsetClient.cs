using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>Says where logs end. Its calls block; it is used by one thread at a time.</summary>
public interface IEndOffsetClient : IDisposable
{
    /// <summary>Where the logs end for a reader of committed records.</summary>
    /// <exception cref="TopicPartitionOffsetException">Only some brokers said so; it has what they said.</exception>
    /// <exception cref="KafkaException">Not every broker answered in time, and what the others said is lost.</exception>
    IReadOnlyList<TopicPartitionOffset> Ask(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout);

    /// <summary>Learns who leads a topic's logs now. Nothing else tells the client when a log has moved to another broker.</summary>
    /// <exception cref="KafkaException">No broker answered in time.</exception>
    void FindLeaders(string topic, TimeSpan timeout);
}

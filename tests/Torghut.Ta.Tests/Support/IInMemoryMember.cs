using Confluent.Kafka;

namespace Torghut.Ta.Tests.Support;

/// <summary>What a reader in batches needs of a consumer in memory.</summary>
internal interface IInMemoryMember
{
    /// <summary>Does what the group has for this member to do.</summary>
    void ServeGroup();

    /// <summary>The next record, or the end of a log; null when there is neither.</summary>
    (TopicPartition Log, long Offset, KafkaRecord? Record)? Next();
}

using Confluent.Kafka;
using Torghut.Common.Hosting;
using Torghut.Common.Kafka;

namespace Torghut.Ws.Health;

/// <summary>
/// Ends the process when Kafka acknowledges nothing although its cluster is well, or when the producer has failed for good. What the client holds then cannot
/// be given to another one: it may be in the topic already. Whoever starts next reads the own topics and brings what is missing, see ADR 0032
/// (docs/adr/0032-stalled-clients.md). Used by one caller.
/// </summary>
internal sealed class ProducerStall(KafkaHealth health, ProcessEnd processEnd, TimeProvider time)
{
    private static readonly TopicPartition All = new("acknowledged", 0);

    private readonly StallWatch _watch = new(StallWatch.Limit, time);
    private string _replicas = "";

    /// <summary>One look, when the brokers have just described the topics.</summary>
    public void Look(IReadOnlyCollection<TopicMetadata> topics)
    {
        if (health.Fatal is { } reason)
        {
            processEnd.Now(ExitCodes.Stuck, $"the producer takes no record any more: {reason}");
            return;
        }

        // Until a broker that is lost is given up, 9 s by default, everybody waits for it and the metadata does not say so. That was no fault of the client.
        var replicas = Replicas(topics);
        if (replicas != _replicas)
        {
            _replicas = replicas;
            _watch.Clear();
        }

        var (position, end) = health.Progress;
        if (TakesRecords(topics) && _watch.IsStalled(All, position, new EndOffset(end, time.GetTimestamp())))
        {
            processEnd.Now(
                ExitCodes.Stuck,
                $"{health.InFlight} records are in flight and none is acknowledged for {StallWatch.Limit.TotalSeconds:0} s, although the brokers answer");
        }
    }

    /// <summary>Who leads each partition and which replicas are in sync.</summary>
    private static string Replicas(IEnumerable<TopicMetadata> topics) => string.Join(
        ';',
        topics.SelectMany(topic => topic.Partitions.Select(partition =>
            $"{topic.Topic}/{partition.PartitionId}:{partition.Leader}:{string.Join(',', partition.InSyncReplicas.Order())}")).Order(StringComparer.Ordinal));

    /// <summary>
    /// Whether every partition has a leader and most of its replicas are in sync. A cluster that has lost more refuses records for as long as that lasts, and
    /// no other client could change that.
    /// </summary>
    private static bool TakesRecords(IEnumerable<TopicMetadata> topics) => topics.SelectMany(topic => topic.Partitions).All(
        partition => !partition.Error.IsError && partition.Leader >= 0 && partition.InSyncReplicas.Length * 2 > partition.Replicas.Length);
}

using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Who writes to a partition, and which open transaction holds back its readers.</summary>
internal sealed class DescribeProducersHandler(TopicCatalog topics) : ImmediateHandler(ApiKey.DescribeProducers)
{
    /// <summary>Kafka's value for a producer that has ended no transaction in the partition; this broker's coordinator has one epoch only.</summary>
    private const int NoCoordinatorEpoch = -1;

    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        writer.Int32(0);
        PartitionTable.Respond(context, topic =>
        {
            var partition = reader.Int32();
            var log = topics.Partition(topic, partition);
            var error = context.Forced;
            if (error == ErrorCode.None && log is null)
            {
                error = ErrorCode.UnknownTopicOrPartition;
            }

            writer.Int32(partition);
            writer.Error(error);
            writer.String(null);
            WriteProducers(writer, error == ErrorCode.None ? log!.Producers() : []);
            writer.Tags();
        });
        writer.Tags();
    }

    private static void WriteProducers(WireWriter writer, ProducerEntry[] producers)
    {
        writer.Array(producers.Length);
        foreach (var producer in producers)
        {
            writer.Int64(producer.ProducerId);
            writer.Int32(producer.Epoch);
            writer.Int32(producer.LastSequence ?? -1);
            writer.Int64(producer.LastTimestamp);
            writer.Int32(NoCoordinatorEpoch);
            writer.Int64(producer.OpenTransaction ?? -1);
            writer.Tags();
        }
    }
}

using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class ProduceHandler(TopicCatalog topics, TransactionCoordinator transactions) : ImmediateHandler(ApiKey.Produce)
{
    private const short FirstWithZstd = 7;

    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        if (version < ApiVersions.LowestProduceAnswered)
        {
            throw new ProtocolException($"Produce version {version} carries message formats older than 2");
        }

        reader.NullableString();
        var acks = reader.Int16();
        reader.Int32();
        context.IsOneWay = acks == 0;
        var topicCount = reader.ArrayLength();
        writer.Array(topicCount);
        for (; topicCount > 0; topicCount--)
        {
            var name = reader.String();
            var topic = topics.Find(name);
            var partitionCount = reader.ArrayLength();
            writer.String(name);
            writer.Array(partitionCount);
            for (; partitionCount > 0; partitionCount--)
            {
                var partition = reader.Int32();
                var records = reader.NullableBytes() ?? Memory<byte>.Empty;
                reader.Tags();
                var result = context.Forced == ErrorCode.None ? Append(topic, partition, records, version) : AppendResult.Failed(context.Forced);
                WritePartition(writer, version, partition, result);

                // Without an answer, a closed connection is all that tells the client.
                context.ClosesConnection |= context.IsOneWay && result.Error != ErrorCode.None;
            }

            reader.Tags();
            writer.Tags();
        }

        writer.Int32(0);
        writer.Tags();
    }

    private AppendResult Append(Topic? topic, int partition, Memory<byte> records, short version)
    {
        if (topic?.Partition(partition) is not { } log)
        {
            return AppendResult.Failed(ErrorCode.UnknownTopicOrPartition);
        }

        var error = BatchValidator.Validate(records, topic.Config, out var header);
        if (error != ErrorCode.None)
        {
            return AppendResult.Failed(error);
        }

        if (header.Codec == Codec.Zstd && version < FirstWithZstd)
        {
            return AppendResult.Failed(ErrorCode.UnsupportedCompressionType);
        }

        return header.IsTransactional ? transactions.Append(log, records.Span, header) : log.Append(records.Span, header);
    }

    private static void WritePartition(WireWriter writer, short version, int partition, in AppendResult result)
    {
        writer.Int32(partition);
        writer.Error(result.Error);
        writer.Int64(result.BaseOffset);
        writer.Int64(result.AppendTime);
        if (version >= 5)
        {
            writer.Int64(result.LogStartOffset);
        }

        if (version >= 8)
        {
            writer.Array(0);
            writer.String(null);
        }

        writer.Tags();
    }
}

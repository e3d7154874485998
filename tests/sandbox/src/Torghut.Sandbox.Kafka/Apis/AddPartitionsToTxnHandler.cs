using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class AddPartitionsToTxnHandler(TransactionCoordinator transactions) : ImmediateHandler(ApiKey.AddPartitionsToTxn)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var (id, producerId, epoch) = (reader.String(), reader.Int64(), reader.Int16());
        var rows = new List<(string Topic, List<int> Partitions)>();
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            var topic = reader.String();
            var partitions = new List<int>();
            for (var inner = reader.ArrayLength(); inner > 0; inner--)
            {
                partitions.Add(reader.Int32());
            }

            reader.Tags();
            rows.Add((topic, partitions));
        }

        var wanted = rows.SelectMany(r => r.Partitions.Select(p => new TopicPartition(r.Topic, p))).Distinct().ToList();
        var errors = context.Forced == ErrorCode.None ? transactions.AddPartitions(id, producerId, epoch, wanted)
            : wanted.ToDictionary(p => p, _ => context.Forced);
        writer.Int32(0);
        writer.Array(rows.Count);
        foreach (var (topic, partitions) in rows)
        {
            writer.String(topic);
            writer.Array(partitions.Count);
            foreach (var index in partitions)
            {
                writer.Int32(index);
                writer.Error(FencedError.For(errors[new TopicPartition(topic, index)], context.Version >= 2));
                writer.Tags();
            }

            writer.Tags();
        }

        writer.Tags();
    }
}

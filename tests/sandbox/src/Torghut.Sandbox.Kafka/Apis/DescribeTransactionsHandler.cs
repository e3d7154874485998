using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DescribeTransactionsHandler(TransactionCoordinator transactions) : ImmediateHandler(ApiKey.DescribeTransactions)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var count = reader.ArrayLength();
        writer.Int32(0);
        writer.Array(Math.Max(count, 0));
        for (; count > 0; count--)
        {
            var id = reader.String();
            var record = transactions.Find(id);
            var error = context.Forced;
            if (error == ErrorCode.None && record is null)
            {
                error = ErrorCode.TransactionalIdNotFound;
            }

            writer.Error(error);
            Write(writer, id, error == ErrorCode.None ? record : null);
        }

        writer.Tags();
    }

    private static void Write(WireWriter writer, string id, TransactionRecord? record)
    {
        writer.String(id);
        writer.String(record?.State.ToString() ?? "");
        writer.Int32(record?.TimeoutMs ?? 0);
        writer.Int64(record is null ? 0 : record.State == TransactionState.Empty ? -1 : record.Started);
        writer.Int64(record?.ProducerId ?? 0);
        writer.Int16(record?.Epoch ?? 0);
        var topics = (record?.Partitions ?? []).GroupBy(p => p.Topic, p => p.Partition).ToList();
        writer.Array(topics.Count);
        foreach (var topic in topics)
        {
            var partitions = topic.ToList();
            writer.String(topic.Key);
            writer.Array(partitions.Count);
            foreach (var partition in partitions)
            {
                writer.Int32(partition);
            }

            writer.Tags();
        }

        writer.Tags();
    }
}

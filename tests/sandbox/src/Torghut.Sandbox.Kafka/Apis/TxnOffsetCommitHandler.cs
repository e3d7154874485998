using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class TxnOffsetCommitHandler(TransactionCoordinator transactions, GroupCoordinator groups, TopicCatalog topics)
    : ImmediateHandler(ApiKey.TxnOffsetCommit)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var (id, group, producerId, epoch) = (reader.String(), reader.String(), reader.Int64(), reader.Int16());
        var sender = version >= 3 ? ReadSender(reader) : new MemberIdentity("", null, -1);
        var table = OffsetTable.Read(reader, version >= 2, topics);
        var error = context.Forced;
        if (error == ErrorCode.None)
        {
            error = transactions.WithOpenTransaction(id, producerId, epoch, group, () => groups.AddPending(group, sender, producerId, table.Accepted));
        }

        writer.Int32(0);
        table.Write(writer, FencedError.For(error, knowsFenced: false));
        writer.Tags();
    }

    private static MemberIdentity ReadSender(WireReader reader)
    {
        var generation = reader.Int32();
        return new MemberIdentity(reader.String(), reader.NullableString(), generation);
    }
}

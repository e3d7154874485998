using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class AddOffsetsToTxnHandler(TransactionCoordinator transactions) : ImmediateHandler(ApiKey.AddOffsetsToTxn)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var (id, producerId, epoch, group) = (reader.String(), reader.Int64(), reader.Int16(), reader.String());
        var error = context.Forced == ErrorCode.None ? transactions.AddGroup(id, producerId, epoch, group) : context.Forced;
        writer.Int32(0);
        writer.Error(FencedError.For(error, context.Version >= 2));
        writer.Tags();
    }
}

using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class EndTxnHandler(TransactionCoordinator transactions) : ImmediateHandler(ApiKey.EndTxn)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var (id, producerId, epoch, commit) = (reader.String(), reader.Int64(), reader.Int16(), reader.Boolean());
        var error = context.Forced == ErrorCode.None ? transactions.End(id, producerId, epoch, commit) : context.Forced;
        writer.Int32(0);
        writer.Error(FencedError.For(error, context.Version >= 2));
        writer.Tags();
    }
}

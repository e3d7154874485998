using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class InitProducerIdHandler(TransactionCoordinator transactions) : ImmediateHandler(ApiKey.InitProducerId)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var id = reader.NullableString();
        var timeout = reader.Int32();
        var producerId = version >= 3 ? reader.Int64() : -1;
        var epoch = version >= 3 ? reader.Int16() : (short)-1;
        var result = context.Forced == ErrorCode.None
            ? transactions.Init(id, timeout, producerId, epoch)
            : ProducerIdentity.Failed(context.Forced);
        writer.Int32(0);
        writer.Error(FencedError.For(result.Error, version >= 4));
        writer.Int64(result.ProducerId);
        writer.Int16(result.Epoch);
        writer.Tags();
    }
}

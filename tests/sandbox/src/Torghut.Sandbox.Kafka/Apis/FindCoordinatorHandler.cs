using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class FindCoordinatorHandler(NodeAddress node) : ImmediateHandler(ApiKey.FindCoordinator)
{
    protected override void Handle(RequestContext context)
    {
        var writer = context.Writer;
        var isKnown = context.Forced == ErrorCode.None;
        if (context.Version >= 1)
        {
            writer.Int32(0);
        }

        writer.Error(context.Forced);
        if (context.Version >= 1)
        {
            writer.String(isKnown ? null : "The coordinator is not available.");
        }

        writer.Int32(isKnown ? NodeAddress.NodeId : -1);
        writer.String(isKnown ? node.Host : "");
        writer.Int32(isKnown ? node.Port : -1);
        writer.Tags();
    }
}

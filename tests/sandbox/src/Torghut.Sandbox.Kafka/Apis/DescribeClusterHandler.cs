using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DescribeClusterHandler(NodeAddress node) : ImmediateHandler(ApiKey.DescribeCluster)
{
    protected override void Handle(RequestContext context)
    {
        var writer = context.Writer;
        writer.Int32(0);
        writer.Error(context.Forced);
        writer.String(null);
        writer.String(node.ClusterId);
        writer.Int32(NodeAddress.NodeId);
        writer.Array(1);
        writer.Int32(NodeAddress.NodeId);
        writer.String(node.Host);
        writer.Int32(node.Port);
        writer.String(null);
        writer.Tags();
        writer.Int32(int.MinValue);
        writer.Tags();
    }
}

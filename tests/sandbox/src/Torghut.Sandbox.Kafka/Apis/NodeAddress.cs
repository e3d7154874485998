namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>How clients find this broker, the only node of its cluster.</summary>
internal sealed record NodeAddress(string ClusterId, string Host, int Port)
{
    public const int NodeId = 1;
}

using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>One request while it is handled. Reused for the next request of the same connection.</summary>
internal sealed class RequestContext(string remoteHost, ConnectionIdentity identity, long opened, CancellationToken cancellationToken)
{
    public WireReader Reader { get; } = new();

    public WireWriter Writer { get; } = new();

    public short Version { get; set; }

    public string ClientId { get; set; } = "";

    public string RemoteHost { get; } = remoteHost;

    public ConnectionIdentity Identity { get; } = identity;

    /// <summary>When the connection was made, in the broker's timestamps.</summary>
    public long Opened { get; } = opened;

    /// <summary>Signalled when the connection or the broker goes away.</summary>
    public CancellationToken Closed { get; } = cancellationToken;

    /// <summary>The error to answer with instead of doing what is asked; none outside fault drills.</summary>
    public ErrorCode Forced { get; set; }

    /// <summary>Set by a handler whose request wants no answer.</summary>
    public bool IsOneWay { get; set; }

    /// <summary>Set by a handler after whose answer the connection must not go on.</summary>
    public bool ClosesConnection { get; set; }
}

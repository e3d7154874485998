using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>A way of dividing partitions that a member offers, with what it wants to tell the one who divides.</summary>
internal readonly record struct GroupProtocol(string Name, byte[] Metadata);

/// <summary>One member of a group. Changed under the group's lock.</summary>
internal sealed class GroupMember(string id, JoinRequest joined)
{
    public string Id { get; } = id;

    public string? InstanceId { get; } = joined.InstanceId;

    public string ClientId { get; private set; } = joined.ClientId;

    public string ClientHost { get; private set; } = joined.ClientHost;

    public TimeSpan SessionTimeout { get; private set; } = joined.SessionTimeout;

    public TimeSpan RebalanceTimeout { get; private set; } = joined.RebalanceTimeout;

    public IReadOnlyList<GroupProtocol> Protocols { get; private set; } = joined.Protocols;

    public byte[] Assignment { get; set; } = [];

    public DateTimeOffset LastSeen { get; set; }

    /// <summary>Set while the member waits for the others to join.</summary>
    public TaskCompletionSource<JoinResult>? Joining { get; set; }

    /// <summary>Set while the member waits for the leader's division.</summary>
    public TaskCompletionSource<SyncResult>? Syncing { get; set; }

    public bool IsWaiting => Joining is not null || Syncing is not null;

    public void Update(JoinRequest request)
    {
        ClientId = request.ClientId;
        ClientHost = request.ClientHost;
        SessionTimeout = request.SessionTimeout;
        RebalanceTimeout = request.RebalanceTimeout;
        Protocols = request.Protocols;
    }

    public bool Offers(IReadOnlyList<GroupProtocol> protocols) =>
        Protocols.Count == protocols.Count
        && Protocols.Zip(protocols).All(p => p.First.Name == p.Second.Name && p.First.Metadata.AsSpan().SequenceEqual(p.Second.Metadata));

    public byte[] MetadataFor(string? protocol) => Protocols.FirstOrDefault(p => p.Name == protocol).Metadata ?? [];

    public void Write(WireWriter writer)
    {
        writer.String(Id);
        writer.String(InstanceId);
        writer.String(ClientId);
        writer.String(ClientHost);
        writer.Int32((int)SessionTimeout.TotalMilliseconds);
        writer.Int32((int)RebalanceTimeout.TotalMilliseconds);
        writer.Array(Protocols.Count);
        foreach (var (name, metadata) in Protocols)
        {
            writer.String(name);
            writer.Bytes(metadata);
        }

        writer.Bytes(Assignment);
    }

    public static GroupMember Read(WireReader reader)
    {
        var (id, instance, client, host) = (reader.String(), reader.NullableString(), reader.String(), reader.String());
        var (session, rebalance) = (reader.Int32(), reader.Int32());
        var protocols = new GroupProtocol[reader.ArrayLength()];
        for (var i = 0; i < protocols.Length; i++)
        {
            protocols[i] = new GroupProtocol(reader.String(), reader.Bytes());
        }

        var request = new JoinRequest
        {
            MemberId = id,
            InstanceId = instance,
            ClientId = client,
            ClientHost = host,
            SessionTimeout = TimeSpan.FromMilliseconds(session),
            RebalanceTimeout = TimeSpan.FromMilliseconds(rebalance),
            Protocols = protocols,
        };
        return new GroupMember(id, request) { Assignment = reader.Bytes() };
    }
}

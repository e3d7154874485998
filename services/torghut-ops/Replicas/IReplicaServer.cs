namespace Torghut.Ops.Replicas;

/// <summary>One server of ClickHouse, as far as its replicas go.</summary>
internal interface IReplicaServer
{
    /// <summary>The server's own name.</summary>
    Task<string> HostAsync(CancellationToken cancellationToken);

    /// <summary>How many replicated tables it has.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Those that take no writes, by name.</summary>
    Task<IReadOnlyList<ReplicaTable>> ReadOnlyAsync(CancellationToken cancellationToken);

    /// <summary>Whether Keeper knows the replica; null when Keeper does not answer.</summary>
    Task<bool?> IsKnownAsync(ReplicaTable table, CancellationToken cancellationToken);

    /// <summary>Active parts and rows of a table.</summary>
    Task<(long Parts, long Rows)> SizeAsync(ReplicaTable table, CancellationToken cancellationToken);

    Task RunAsync(string statement, CancellationToken cancellationToken);
}

namespace Torghut.Ops.Replicas;

/// <summary>What is done about one table.</summary>
/// <param name="IsKnown">Whether Keeper knows the replica; null when Keeper does not answer.</param>
internal sealed record ReplicaStep(ReplicaTable Table, bool? IsKnown)
{
    /// <summary>
    /// A replica that Keeper knows has lost its session and finds it again; of one that it does not know everything but its parts is lost, and is made anew
    /// from them (https://clickhouse.com/docs/sql-reference/statements/system#restore-replica).
    /// </summary>
    public IReadOnlyList<string> Statements => IsKnown switch
    {
        true => [$"SYSTEM RESTART REPLICA {Table.Name}", $"SYSTEM SYNC REPLICA {Table.Name}"],
        false => [$"SYSTEM RESTART REPLICA {Table.Name}", $"SYSTEM RESTORE REPLICA {Table.Name}", $"SYSTEM SYNC REPLICA {Table.Name}"],
        null => [],
    };

    /// <summary>The way back to a table that takes no writes, with every part on its disk; none where nothing was made in Keeper.</summary>
    public IReadOnlyList<string> Rollback => IsKnown == false
        ?
        [
            $"DETACH TABLE {Table.Name}",
            $"SYSTEM DROP REPLICA {ReplicaTable.Text(Table.Replica)} FROM ZKPATH {ReplicaTable.Text(Table.Path)}",
            $"ATTACH TABLE {Table.Name}",
        ]
        : [];
}

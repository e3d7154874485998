using Torghut.ClickHouse;
using Torghut.Ops.Replicas;

namespace Torghut.Ops.Tests.Replicas;

/// <summary>A server whose replicas follow the statements as ClickHouse's do.</summary>
internal sealed class ScriptedReplicas : IReplicaServer
{
    /// <summary>Tables by what is left of them: <c>lost</c> in Keeper, <c>session</c> lost, or <c>well</c>.</summary>
    public Dictionary<string, string> Tables { get; } = [];

    public List<string> Ran { get; } = [];

    public string Host { get; set; } = "ch-0";

    public bool IsKeeperSilent { get; set; }

    /// <summary>Rows while it takes no writes.</summary>
    public long Rows { get; set; } = 100;

    /// <summary>Rows after a restore.</summary>
    public long RowsAfter { get; set; } = 100;

    /// <summary>A statement that fails when it begins so.</summary>
    public string? Fails { get; set; }

    /// <summary>A statement that is done, and its answer lost, when it begins so.</summary>
    public string? Loses { get; set; }

    /// <summary>Says that it did, and does nothing.</summary>
    public bool IsIdle { get; set; }

    public Task<string> HostAsync(CancellationToken cancellationToken) => Task.FromResult(Host);

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)Tables.Count);

    public Task<IReadOnlyList<ReplicaTable>> ReadOnlyAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ReplicaTable>>(
    [
        .. Tables.Where(table => table.Value != "well").OrderBy(table => table.Key, StringComparer.Ordinal)
            .Select(table => new ReplicaTable("torghut", table.Key, "/ch/" + table.Key, "r1", "", 3, Rows)),
    ]);

    public Task<bool?> IsKnownAsync(ReplicaTable table, CancellationToken cancellationToken) =>
        Task.FromResult<bool?>(IsKeeperSilent ? null : Tables[table.Table] == "session");

    public Task<(long Parts, long Rows)> SizeAsync(ReplicaTable table, CancellationToken cancellationToken) => Task.FromResult((2L, RowsAfter));

    public Task RunAsync(string statement, CancellationToken cancellationToken)
    {
        if (Fails is { } words && statement.StartsWith(words, StringComparison.Ordinal))
        {
            throw new ClickHouseServerException(999, 500, "Code: 999. Keeper went away.", statement, "");
        }

        Ran.Add(statement);
        var name = statement.Split('`')[3];
        var isWell = statement.StartsWith("SYSTEM RESTART", StringComparison.Ordinal) ? Tables[name] == "session"
            : statement.StartsWith("SYSTEM RESTORE", StringComparison.Ordinal) && Tables[name] == "lost";
        Tables[name] = isWell && !IsIdle ? "well" : Tables[name];
        return Loses is { } lost && statement.StartsWith(lost, StringComparison.Ordinal)
            ? throw new ClickHouseConnectionException("No answer within 300 s.", statement)
            : Task.CompletedTask;
    }
}

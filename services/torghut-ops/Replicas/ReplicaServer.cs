using System.Globalization;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse;

namespace Torghut.Ops.Replicas;

/// <summary>Asks a server over its HTTP interface.</summary>
internal sealed class ReplicaServer(IClickHouseClient client) : IReplicaServer
{
    private const int NoKeeper = 225;
    private const int KeeperFailed = 999;

    public async Task<string> HostAsync(CancellationToken cancellationToken) =>
        await client.ExecuteScalarAsync("SELECT hostName()", cancellationToken: cancellationToken) as string ?? "";

    public async Task<long> CountAsync(CancellationToken cancellationToken) => Convert.ToInt64(
        await client.ExecuteScalarAsync("SELECT toInt64(count()) FROM system.replicas", cancellationToken: cancellationToken), CultureInfo.InvariantCulture);

    public Task<IReadOnlyList<ReplicaTable>> ReadOnlyAsync(CancellationToken cancellationToken) => client.QueryAsync(
        """
        SELECT r.database, r.table, r.zookeeper_path, r.replica_name, r.zookeeper_exception, toInt64(p.parts), toInt64(p.rows) FROM system.replicas AS r
        LEFT JOIN (SELECT database, table, count() AS parts, sum(rows) AS rows FROM system.parts WHERE active GROUP BY database, table) AS p
        ON p.database = r.database AND p.table = r.table WHERE r.is_readonly ORDER BY r.database, r.table
        """,
        reader => new ReplicaTable(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), Long(reader, 5), Long(reader, 6)),
        cancellationToken: cancellationToken);

    public async Task<bool?> IsKnownAsync(ReplicaTable table, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.ExecuteScalarAsync(
                $"SELECT toInt64(count()) FROM system.zookeeper WHERE path = {ReplicaTable.Text(table.Path + "/replicas")} AND name = {ReplicaTable.Text(table.Replica)}",
                cancellationToken: cancellationToken);
            return Convert.ToInt64(found, CultureInfo.InvariantCulture) > 0;
        }
        catch (ClickHouseServerException absent) when (absent.Code == KeeperFailed && absent.Message.Contains("No node", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        catch (ClickHouseServerException silent) when (silent.Code is NoKeeper or KeeperFailed or ClickHouseErrorCodes.UnknownTable)
        {
            return null;
        }
    }

    public async Task<(long Parts, long Rows)> SizeAsync(ReplicaTable table, CancellationToken cancellationToken)
    {
        var sizes = await client.QueryAsync(
            $"SELECT toInt64(count()), toInt64(sum(rows)) FROM system.parts WHERE active AND database = {ReplicaTable.Text(table.Database)} AND table = {ReplicaTable.Text(table.Table)}",
            reader => (Long(reader, 0), Long(reader, 1)), cancellationToken: cancellationToken);
        return sizes.Count > 0 ? sizes[0] : (0, 0);
    }

    public Task RunAsync(string statement, CancellationToken cancellationToken) =>
        client.ExecuteNonQueryAsync(statement, cancellationToken: cancellationToken);

    private static long Long(ClickHouseDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}

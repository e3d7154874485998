using System.Globalization;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;
using Torghut.ClickHouse;
using Torghut.Contracts;

namespace Torghut.Ta.Sink.Schema;

/// <summary>Makes the tables, adds columns that older ones lack, and brings the time that rows stay to what is configured.</summary>
internal sealed class TaSchemaInstaller(IClickHouseClient client, TaTableOptions options)
{
    // The sink's own database may not exist yet, and a query in a database that does not exist is refused.
    private static readonly QueryOptions AnyDatabase = new() { Database = "default" };

    /// <exception cref="ClickHouseException">The server is away or refuses.</exception>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        foreach (string statement in TaTables.CreateStatements(options))
        {
            await client.ExecuteNonQueryAsync(statement, options: AnyDatabase, cancellationToken: cancellationToken);
        }

        await AddColumnsAsync(DerivedTables.Microbars, cancellationToken);
        await AddColumnsAsync(DerivedTables.Signals, cancellationToken);
        await AlignTimeToLiveAsync(DerivedTables.Microbars, options.MicrobarDays, cancellationToken);
        await AlignTimeToLiveAsync(DerivedTables.Signals, options.SignalDays, cancellationToken);
    }

    /// <summary>Asked first: on a cluster every change of a table waits for all replicas, and nearly always there is none to make.</summary>
    private async Task AddColumnsAsync(string table, CancellationToken cancellationToken)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("database", options.Database);
        parameters.AddParameter("table", table);
        parameters.AddParameter("names", TaColumns.Added[table].Select(column => column.Name).ToArray());
        const string sql =
            "SELECT count() FROM system.columns WHERE database = {database:String} AND table = {table:String} AND has({names:Array(String)}, name)";
        var present = Convert.ToInt32(await client.ExecuteScalarAsync(sql, parameters, AnyDatabase, cancellationToken), CultureInfo.InvariantCulture);
        if (present < TaColumns.Added[table].Count)
        {
            await client.ExecuteNonQueryAsync(TaTables.AddColumns(table, options), options: AnyDatabase, cancellationToken: cancellationToken);
        }
    }

    private async Task AlignTimeToLiveAsync(string table, int days, CancellationToken cancellationToken)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("database", options.Database);
        parameters.AddParameter("table", table);
        const string sql = "SELECT engine_full FROM system.tables WHERE database = {database:String} AND name = {table:String}";
        string engine = (string?)await client.ExecuteScalarAsync(sql, parameters, AnyDatabase, cancellationToken) ?? "";
        string? wanted = TaTables.TimeToLive(days);
        bool isRight = wanted is null ? !engine.Contains(" TTL ", StringComparison.Ordinal) : engine.Contains($" TTL {wanted} ", StringComparison.Ordinal);
        if (!isRight)
        {
            await client.ExecuteNonQueryAsync(TaTables.ChangeTimeToLive(table, days, options), options: AnyDatabase, cancellationToken: cancellationToken);
        }
    }
}

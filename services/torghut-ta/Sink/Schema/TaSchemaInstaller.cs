using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;
using Torghut.ClickHouse;

namespace Torghut.Ta.Sink.Schema;

/// <summary>Makes the tables, and brings the time that rows stay to what is configured.</summary>
internal sealed class TaSchemaInstaller(IClickHouseClient client, TaTableOptions options)
{
    // The sink's own database may not exist yet, and a query in a database that does not exist is refused.
    private static readonly QueryOptions AnyDatabase = new() { Database = "default" };

    /// <exception cref="ClickHouseException">The server is away or refuses.</exception>
    public async Task InstallAsync(CancellationToken ct)
    {
        foreach (string statement in TaTables.CreateStatements(options))
        {
            await client.ExecuteNonQueryAsync(statement, options: AnyDatabase, cancellationToken: ct);
        }
        await AlignTimeToLiveAsync(TaTables.Microbars, options.MicrobarDays, ct);
        await AlignTimeToLiveAsync(TaTables.Signals, options.SignalDays, ct);
    }

    private async Task AlignTimeToLiveAsync(string table, int days, CancellationToken ct)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("database", options.Database);
        parameters.AddParameter("table", table);
        const string sql = "SELECT engine_full FROM system.tables WHERE database = {database:String} AND name = {table:String}";
        string engine = (string?)await client.ExecuteScalarAsync(sql, parameters, AnyDatabase, ct) ?? "";
        string? wanted = TaTables.TimeToLive(days);
        bool isRight = wanted is null ? !engine.Contains(" TTL ", StringComparison.Ordinal) : engine.Contains($" TTL {wanted} ", StringComparison.Ordinal);
        if (!isRight) await client.ExecuteNonQueryAsync(TaTables.ChangeTimeToLive(table, days, options), options: AnyDatabase, cancellationToken: ct);
    }
}

using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>A migrated database of its own, for tests of what is stored.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    public const string Account = "paper";

    private FreshDatabase(string name, DatabaseOptions options)
    {
        Name = name;
        Options = options;
        Database = new Database(options);
        Audit = new AuditLog(Database);
        Decisions = new DecisionStore(Database, Audit, TimeProvider.System);
        Reports = new OrderReportStore(Database, Audit, new BrokerOptions(), TimeProvider.System);
        Latches = new LatchStore(Database, Audit, TimeProvider.System);
    }

    public string Name { get; }

    public DatabaseOptions Options { get; }

    public Database Database { get; }

    public AuditLog Audit { get; }

    public DecisionStore Decisions { get; }

    public OrderReportStore Reports { get; }

    public LatchStore Latches { get; }

    public static async Task<FreshDatabase> CreateAsync()
    {
        var name = "f" + Guid.NewGuid().ToString("N")[..12];
        var dsn = await Infrastructure.CreateDatabaseAsync(name, migrated: true);
        var fresh = new FreshDatabase(name, Infrastructure.Patient(dsn));
        await fresh.ExecuteAsync(
            """
            INSERT INTO strategies (id, name, description, plugin_type, plugin_version, version, enabled, base_timeframe, universe_symbols, params, parameter_hash, catalogue_digest)
            VALUES (gen_random_uuid(), 'dip', '', 'macd_rsi', '1', '1', true, '1Sec', '[]', '{}', 'p', 'd')
            """);
        return fresh;
    }

    /// <summary>A decision that stands at a state of the protocol.</summary>
    public async Task<Decisions.DecisionRow> DecisionAsync(OrderState state, string account = Account)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return await connection.QuerySingleAsync<Decisions.DecisionRow>(
            $"""
            INSERT INTO trade_decisions (id, account_label, decision_hash, canonical_intent, strategy_id, strategy_name, strategy_version, plugin_type, plugin_version,
              parameter_hash, feature_hash, symbol, timeframe, action, signal_event_ts, signal_seq, signal_ingest_ts, market_ts, rationale, features, status, qty)
            SELECT gen_random_uuid(), @account, @hash, '', id, name, version, plugin_type, plugin_version, parameter_hash, 'f', 'AAPL', '1Sec', 'buy',
              now(), 1, now(), now(), '[]', '[]', @status, 10 FROM strategies WHERE name = 'dip'
            RETURNING {DecisionStore.Columns}
            """,
            new { account, hash = Guid.NewGuid().ToString("N"), status = state.Name() });
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql);
    }

    public async Task<T> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    /// <summary>A digest of everything that is stored.</summary>
    public async Task<string> DigestAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        var tables =
            await connection.QueryAsync<string>(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1");
        var digests = new List<string>();
        foreach (var table in tables)
        {
            digests.Add(
                $"{table} {await connection.ExecuteScalarAsync<string>($"SELECT md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) FROM \"{table}\" t")}");
        }

        return string.Join('\n', digests);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

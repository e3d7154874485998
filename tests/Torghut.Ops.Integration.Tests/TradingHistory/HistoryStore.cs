using Npgsql;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A database as its owner fills it, and as this service reads it.</summary>
/// <param name="owner">Address with every right.</param>
/// <param name="reader">Address of the role of this service.</param>
internal sealed class HistoryStore(string owner, string reader) : IAsyncDisposable
{
    public const string Account = "paper";

    /// <summary>09:30 in New York on a Monday.</summary>
    public static readonly DateTimeOffset Open = new(2026, 8, 3, 13, 30, 0, TimeSpan.Zero);

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(owner);

    public string Reader { get; } = reader;

    /// <summary>The service's environment.</summary>
    public Dictionary<string, string> Keys => new()
    {
        ["DB_DSN"] = Reader,

        // On a crowded machine a statement may take long; what is tested is what it answers.
        ["OPS_HISTORY_QUERY_TIMEOUT_MS"] = "60000",
        ["OPS_PROBE_TIMEOUT_MS"] = "20000",
        ["TORGHUT_HTTP_REQUESTS_PER_SECOND"] = "10000",
    };

    public Task RunAsync(string sql) => HistoryStores.RunAsync(Source, sql);

    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task StrategyAsync(string name, string universe = "[\"AAPL\",\"MSFT\"]") => await ExecuteAsync(
        """
        INSERT INTO strategies (id, name, description, plugin_type, plugin_version, version, enabled, base_timeframe, universe_symbols, params, parameter_hash,
          catalogue_digest) VALUES (@id, @name, '', 'rules', '1.0', '3', true, '1s', @universe::jsonb, '{}', 'p', 'c')
        """,
        ("id", Guid.NewGuid()), ("name", name), ("universe", universe));

    /// <summary>Inserts a decision, on a connection of the caller's where it is to be part of its transaction.</summary>
    public async Task<Guid> DecisionAsync(
        string strategy, string symbol, DateTimeOffset at, string status = "filled", string[]? reasons = null, string account = Account, bool mayShort = false,
        NpgsqlConnection? connection = null)
    {
        var id = Guid.CreateVersion7(at);
        const string Sql =
            """
            INSERT INTO trade_decisions (id, account_label, decision_hash, canonical_intent, strategy_id, strategy_name, strategy_version, plugin_type,
              plugin_version, parameter_hash, feature_hash, symbol, timeframe, action, signal_event_ts, signal_seq, signal_ingest_ts, market_ts, rationale,
              features, status, qty, limit_price, risk, risk_reasons, risk_at, repeats_intent)
            SELECT @id, @account, 'hash-' || @id, 'intent', s.id, s.name, '3', 'rules', '1.0', 'p', 'f', @symbol, '1s', 'buy', @at - interval '1 second',
              extract(epoch FROM @at)::bigint - 2, @at, @at, '["because"]', '{"rsi14": 31.5}', @status, 10, 100.5,
              jsonb_build_object('approved', @reasons = '{}', 'limits', jsonb_build_object('allow_shorts', @may_short)), @reasons, @at, true
            FROM strategies s WHERE s.name = @strategy
            """;
        (string, object)[] values =
        [
            ("id", id), ("account", account), ("symbol", symbol), ("at", at), ("status", status), ("reasons", reasons ?? []), ("may_short", mayShort),
            ("strategy", strategy),
        ];
        await (connection is null ? ExecuteAsync(Sql, values) : ExecuteAsync(connection, Sql, values));
        return id;
    }

    /// <param name="decision">Null for an order that somebody else sent.</param>
    /// <param name="qty">Shares that were filled; below 0 for a sale.</param>
    public async Task<Guid> ExecutionAsync(
        Guid? decision, string symbol, DateTimeOffset at, decimal qty, decimal? price, string status = "filled", string account = Account,
        NpgsqlConnection? connection = null)
    {
        var id = Guid.CreateVersion7(at);
        const string Sql =
            """
            INSERT INTO executions (id, trade_decision_id, account_label, adapter, alpaca_order_id, client_order_id, is_external, symbol, side, order_type,
              time_in_force, qty, limit_price, status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at, raw_order)
            VALUES (@id, @decision::uuid, @account, 'alpaca', 'order-' || @id, coalesce('hash-' || (@decision::uuid)::text, 'client-' || @id),
              @decision::uuid IS NULL, @symbol, @side,
              'limit', 'day', @qty, 100, @status, @qty, @price, @at, @at, @at, '{}')
            """;
        (string, object)[] values =
        [
            ("id", id), ("decision", (object?)decision ?? DBNull.Value), ("account", account), ("symbol", symbol), ("side", qty < 0 ? "sell" : "buy"),
            ("qty", Math.Abs(qty)), ("price", (object?)price ?? DBNull.Value), ("at", at), ("status", status),
        ];
        await (connection is null ? ExecuteAsync(Sql, values) : ExecuteAsync(connection, Sql, values));
        return id;
    }

    public Task SnapshotAsync(DateTimeOffset at, decimal equity) => ExecuteAsync(
        """
        INSERT INTO position_snapshots (id, account_label, market_ts, equity, cash, buying_power, positions) VALUES (@id, @account, @at, @equity, 0, 0, '[]')
        """,
        ("id", Guid.CreateVersion7(at)), ("account", Account), ("at", at), ("equity", equity));

    public async Task ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await ExecuteAsync(connection, sql, values);
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}

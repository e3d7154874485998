using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Sandbox.Alpaca;
using Torghut.Testing;
using Torghut.Trading.Audit;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>The built service with everything around it, for one test.</summary>
internal sealed class TradingStack : IAsyncDisposable
{
    public const string OperatorToken = "operator-token-of-the-test";
    public const string RearmToken = "rearm-token-of-the-test";

    private const string Catalogue =
        """
        strategies:
          - name: dip
            type: macd_rsi
            max_notional_per_trade: 5000
            cooldown_seconds: 0
        """;

    private readonly string _folder;
    private readonly List<ServiceProcess> _processes = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private TradingStack(string name, string dsn, bool migrated, Broker broker, SignalTables tables)
    {
        _folder = Infrastructure.Folder(name);
        Broker = broker;
        Tables = tables;
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Infrastructure.Postgres.ConnectionString) { Database = name }.ConnectionString);
        Environment = new Dictionary<string, string>
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["DB_DSN"] = Infrastructure.AsService(dsn),
            ["DB_MIGRATION_DSN"] = dsn,
            ["TA_CLICKHOUSE_URL"] = Infrastructure.ClickHouse.BaseAddress.ToString(),
            ["TA_CLICKHOUSE_USERNAME"] = "default",
            ["TA_CLICKHOUSE_PASSWORD"] = Infrastructure.ClickHousePassword,
            ["TRADING_SIGNAL_TABLE"] = tables.Signals,
            ["TRADING_PRICE_TABLE"] = tables.Microbars,
            ["ALPACA_KEY_ID"] = "sandbox-key",
            ["ALPACA_SECRET_KEY"] = "sandbox-secret",
            ["ALPACA_TRADING_BASE_URL"] = broker.Address.ToString(),
            ["TRADING_ENABLED"] = "true",
            ["TRADING_KILL_SWITCH_ENABLED"] = "false",
            ["TRADING_MIGRATE_AT_START"] = migrated ? "false" : "true",
            ["TRADING_STATIC_SYMBOLS"] = "AAPL,MSFT",
            ["TRADING_STRATEGY_CONFIG_PATH"] = CataloguePath,
            ["TRADING_STRATEGY_RELOAD_SECONDS"] = "1",
            ["TRADING_STATE_DIR"] = StateDirectory,
            ["TRADING_POLL_MS"] = "100",
            ["TRADING_RECONCILE_MS"] = "300",

            // Limits that a machine which is busy with other tests keeps, too; what these limits themselves do is tested where time is the test's own.
            ["TRADING_LEASE_TTL_MS"] = "3000",
            ["TRADING_CONTEXT_MAX_AGE_MS"] = "10000",
            ["TRADING_BROKER_TIMEOUT_MS"] = "3000",
            ["TRADING_COOLDOWN_SECONDS"] = "0",

            // The tests' prices are made up and the simulator's are not; what compares them has a test of its own.
            ["TRADING_PRICE_DEVIATION_MAX_PCT"] = "1000",

            // The simulated market is open all night, against the hours that it announces.
            ["TRADING_CLOCK_DOUBT_SECONDS"] = "0",
            ["TRADING_UNKNOWN_GRACE_MS"] = "300",
            ["TRADING_EXECUTION_PREFER_LIMIT"] = "false",
            ["TRADING_OPERATOR_TOKEN"] = OperatorToken,
            ["TRADING_REARM_TOKEN"] = RearmToken,
        };
    }

    public string DatabaseName => Path.GetFileName(_folder);

    public Broker Broker { get; }

    public SignalTables Tables { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>What the next process is started with.</summary>
    public Dictionary<string, string> Environment { get; }

    public string CataloguePath => Path.Combine(_folder, "strategies.yaml");

    public string StateDirectory => Path.Combine(_folder, "state");

    public ServiceProcess Process => _processes[^1];

    /// <summary>The program that the next process runs; null for the one that was built.</summary>
    public string? Program { get; set; }

    /// <param name="simulator">How the broker behaves.</param>
    /// <param name="migrated">Whether the database has its tables before the service first starts.</param>
    public static async Task<TradingStack> CreateAsync(AlpacaSimulatorOptions? simulator = null, bool migrated = true)
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..12];
        var tables = new SignalTables(Infrastructure.ClickHouseClient, name);
        await tables.CreateAsync();
        var stack = new TradingStack(name, await Infrastructure.CreateDatabaseAsync(name, migrated), migrated, await Broker.StartAsync(simulator), tables);
        await File.WriteAllTextAsync(stack.CataloguePath, Catalogue);
        return stack;
    }

    /// <summary>Lets the next process reach Postgres through a cable, and not wait for it for long.</summary>
    public void UseCable(Cable cable)
    {
        foreach (var key in new[] { "DB_DSN", "DB_MIGRATION_DSN" })
        {
            Environment[key] = new UriBuilder(Environment[key]) { Host = cable.Address.Host, Port = cable.Address.Port }.Uri.ToString();
        }

        Environment["DB_CONNECT_TIMEOUT_SECONDS"] = "1";
        Environment["DB_COMMAND_TIMEOUT_SECONDS"] = "1";
    }

    /// <summary>Crash points for the next process.</summary>
    public void Arm(string failpoints)
    {
        Environment["DOTNET_ENVIRONMENT"] = DrillOptions.DrillEnvironment;
        Environment["FAILPOINTS"] = failpoints;
    }

    public void Disarm() => Environment.Remove("FAILPOINTS");

    /// <summary>Starts another instance and returns it without waiting.</summary>
    public ServiceProcess Launch()
    {
        Environment["TRADING_PORT"] = ServiceProcess.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var process = Program is { } program ? ServiceProcess.StartFile(program, Environment) : ServiceProcess.Start("torghut-trading", Environment);
        _processes.Add(process);
        return process;
    }

    /// <summary>Starts an instance and waits until it trades.</summary>
    public async Task StartAsync()
    {
        var process = Launch();
        try
        {
            await Eventually.HoldsAsync(
                async () => process.HasExited ? throw new InvalidOperationException("The service ended.") : await MayOrdersLeaveAsync(),
                "orders may leave");
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            Assert.Fail($"{failure.Message}\n{process.Output}");
        }
    }

    /// <summary>Gives the strategy another version and another parameter.</summary>
    public Task DeployVersionAsync(string version) =>
        File.WriteAllTextAsync(CataloguePath, $"{Catalogue}\n    version: {version}\n    params: {{buy_rsi_below: 3{version[0]}}}\n");

    /// <summary>Has the strategy wait between its entries.</summary>
    public Task DeployCooldownAsync(int seconds) =>
        File.WriteAllTextAsync(CataloguePath, Catalogue.Replace("cooldown_seconds: 0", $"cooldown_seconds: {seconds}", StringComparison.Ordinal));

    public async Task StopAsync() => await Process.StopAsync();

    /// <summary>Stops the instance, if it runs, and starts one with another version of the strategy.</summary>
    public async Task RestartAsync(string version)
    {
        await StopAsync();
        await DeployVersionAsync(version);
        await StartAsync();
    }

    /// <summary>Starts an instance that may or may not be allowed to trade, and waits until it has looked at the broker.</summary>
    public async Task LaunchAndRespondAsync()
    {
        Launch();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await StatusAsync()).GetProperty("gates").GetProperty("reconciled").GetBoolean();
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the service answers");
    }

    /// <summary>Starts an instance and waits until it answers, whatever it may do.</summary>
    public async Task LaunchAndListenAsync()
    {
        var process = Launch();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return process.HasExited
                        ? throw new InvalidOperationException($"The service ended.\n{process.Output}")
                        : (await GetAsync("/healthz")).Status == 200;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the service listens");
    }

    public async Task<JsonElement> StatusAsync() => (await GetAsync("/trading/status")).Body;

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(Url(path));
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<string> TextAsync(string path) => await _http.GetStringAsync(Url(path));

    /// <summary>The answer's text, whatever its status.</summary>
    public async Task<string> AnyTextAsync(string path)
    {
        using var response = await _http.GetAsync(Url(path));
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string? token, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(path)) { Content = JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    /// <summary>As the owner of the database, who may do what the service may not.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Waits until a count reaches at least the number wanted.</summary>
    public Task CountsAsync(string sql, long wanted) =>
        Eventually.ReadsAsync(() => QueryAsync<long>(sql), count => count >= wanted, $"{sql} >= {wanted}");

    /// <summary>A price and a buy signal a moment ago.</summary>
    public async Task<DateTimeOffset> SignalBuyAsync(string symbol = "AAPL")
    {
        var at = await JustNowAsync();
        await Tables.PriceAsync(symbol, at, 100);
        await Tables.BuyAsync(symbol, at);
        return at;
    }

    /// <summary>Waits until everything inserted so far was read: a quiet signal after it has moved the cursor.</summary>
    public async Task MarkAsync()
    {
        var at = await JustNowAsync();
        await Tables.QuietAsync("MSFT", at);
        await CursorReachesAsync(at);
    }

    public Task CursorReachesAsync(DateTimeOffset at) => Eventually.HoldsAsync(
        async () => (await StatusAsync()).GetProperty("loop").GetProperty("cursor") is { ValueKind: JsonValueKind.Object } cursor
            && cursor.GetProperty("event_ts").GetDateTimeOffset() >= at,
        "the cursor moved");

    /// <summary>
    /// What must hold whatever happened: one order at most for a decision, every order ours and approved before, the database in agreement with the broker,
    /// nothing on the way any more, and an audit chain that verifies.
    /// </summary>
    public async Task AgreesWithBrokerAsync(int orders)
    {
        await Eventually.HoldsAsync(
            async () =>
                await QueryAsync<long>(
                "SELECT count(*) FROM trade_decisions WHERE status IN ('planned', 'approved', 'submitting', 'unknown', 'submitted', 'partially_filled')") == 0,
            "no decision is stuck");
        var atBroker = await Broker.OrdersAsync();
        Assert.That(atBroker, Has.Count.EqualTo(orders), "orders at the broker");
        Assert.That(atBroker.Select(order => order.ClientOrderId), Is.Unique);
        await using var connection = await Database.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<(string Id, string Client, string Status, decimal Filled, string Decision)>(
            "SELECT e.alpaca_order_id, e.client_order_id, e.status, e.filled_qty, d.status FROM executions e JOIN trade_decisions d ON d.id = e.trade_decision_id AND d.risk_at IS NOT NULL")).ToList();
        Assert.That(
            rows.Select(row => (row.Id, row.Client, row.Status, row.Filled)),
            Is.EquivalentTo(atBroker.Select(order => (order.Id, order.ClientOrderId, order.StatusText, order.FilledQty))));
        Assert.That(rows.Select(row => row.Decision), Is.All.EqualTo("filled"));
        await SafetyOracle.HoldsAsync(this);
        Assert.That(await FindAuditFaultAsync(), Is.Null, "the audit verifies");
    }

    /// <summary>
    /// What the built program's own verification finds, found in this process, because dozens of tests ask: a start of the program costs 0.4 s of a core each
    /// time. Null when the chain verifies and the tables agree with it.
    /// </summary>
    public async Task<string?> FindAuditFaultAsync()
    {
        var options = new DatabaseOptions { Dsn = Environment["DB_DSN"], ConnectTimeout = Eventually.Timeout, CommandTimeout = Eventually.Timeout };
        await using var database = new Database(options);
        return (await new AuditInspection(database).RunAsync(null, CancellationToken.None)).Fault;
    }

    /// <summary>Runs the built program's own verification.</summary>
    public async Task<string> VerifyAuditAsync(int expectedExit, params string[] arguments)
    {
        await using var verifier = ServiceProcess.Start("torghut-trading", Environment, ["audit", "verify", .. arguments]);
        Assert.That(await verifier.WaitForExitAsync(), Is.EqualTo(expectedExit), verifier.Output);
        return verifier.Output;
    }

    /// <summary>A whole millisecond a little before market time.</summary>
    public async Task<DateTimeOffset> JustNowAsync() =>
        DateTimeOffset.FromUnixTimeMilliseconds((await Broker.NowAsync()).AddMilliseconds(-50).ToUnixTimeMilliseconds());

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _http.Dispose();
        await Database.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private async Task<bool> MayOrdersLeaveAsync()
    {
        try
        {
            return (await StatusAsync()).GetProperty("gates").GetProperty("orders_may_leave").GetBoolean()
                && (await StatusAsync()).GetProperty("catalogue").GetProperty("accepted").GetInt64() > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Uri Url(string path) => new($"http://127.0.0.1:{Environment["TRADING_PORT"]}{path}");
}

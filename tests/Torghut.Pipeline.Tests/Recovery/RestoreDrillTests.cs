using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Torghut.Pipeline.Tests.Support;
using Torghut.Pipeline.Tests.Upgrade;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Recovery;

/// <summary>
/// Everything is killed and begins anew on an empty place: Postgres from a base backup and the log behind it, compute from a savepoint, ClickHouse from nothing
/// but the topics. What outlives a cluster's loss is there as it was: the brokers' logs with their schemas, and the broker's own books.
/// </summary>
public sealed partial class RestoreDrillTests : DataFolderFixture
{
    private const string Savepoint = "drill";
    private const string Group = "torghut-ta-restored";
    private const int Bars = 40;

    /// <summary>What an account has at its broker, and what the brokers of Kafka have, is not ours to restore.</summary>
    private static readonly string[] Outlives = ["kafka", "registry", "alpaca"];

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan Unarchived = TimeSpan.FromSeconds(5);

    private static readonly HttpClient Http = new();

    private Dictionary<string, string> Settings => new()
    {
        ["TA_SAVEPOINT_DIR"] = new Uri(Path.Combine(DataFolder, "savepoints")).ToString(),
        ["TA_CLICKHOUSE_TTL_DAYS_MICROBARS"] = "0",
        ["TA_CLICKHOUSE_TTL_DAYS_SIGNALS"] = "0",
    };

    [Test]
    [Category("Drill")]
    [TimeLimit(3600)]
    public async Task Restore_IntoAnEmptyPlace_AuditVerifiesOrdersReconcileAndRowsAreEqual()
    {
        var (lost, restored) = (Path.Combine(DataFolder, "lost"), Path.Combine(DataFolder, "restored"));
        var (backup, facts, ended) = await RunAndLoseAsync(lost);
        Measure(lost, facts);
        var began = TimeProvider.System.GetTimestamp();
        foreach (var part in Outlives)
        {
            DataFolders.Copy(Path.Combine(lost, part), Path.Combine(restored, part));
        }

        await backup.RestoreAsync(Path.Combine(restored, "postgres", "data"));
        await RestoreStateAsync(restored, facts, ended);
        await GoOnAsync(restored, facts, ended, began);
    }

    /// <summary>The pipeline runs, is backed up, goes on for a while, and is killed with everything that it keeps.</summary>
    private async Task<(PostgresBackup Backup, IReadOnlyList<StoredFact> Facts, DateTimeOffset Ended)> RunAndLoseAsync(string lost)
    {
        await using var up = await StartAsync("up", lost, Settings);
        await Eventually.HoldsAsync(() => up.HasExited || Stored(up.Output) >= Bars, "the pipeline flows", Timeout);
        Assert.That(up.HasExited, Is.False, up.Output);
        var backup = new PostgresBackup(Path.Combine(DataFolder, "backup"), Path.Combine(lost, "postgres", "data"), Owner());
        await backup.TakeBaseAsync();
        await SucceedsAsync("torghut-ta", ["savepoint", "create", "--name", Savepoint], []);
        var before = Stored(up.Output);
        await Eventually.HoldsAsync(
            async () => up.HasExited || (Stored(up.Output) >= before + Bars && await FilledAsync() > 0), "more comes and is filled", Timeout);
        var facts = await ArchiveWhatHoldsAsync(backup);

        // What comes after the log was archived is what is lost.
        var archived = (await NewestAsync(), await FilledAsync());
        await Eventually.HoldsAsync(
            async () => up.HasExited || (await NewestAsync() >= archived.Item1 + Unarchived && await FilledAsync() > archived.Item2), "it goes on", Timeout);
        Assert.That(up.HasExited, Is.False, up.Output);
        var children = ProcessTable.DescendantsOf(up.Id);
        await up.KillAsync();
        var ended = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync(() => !children.Any(ProcessTable.IsAlive), "every part has ended", Timeout);
        return (backup, facts, ended);
    }

    /// <summary>The stores are there again, and compute's state; what was archived is in them.</summary>
    private async Task RestoreStateAsync(string restored, IReadOnlyList<StoredFact> facts, DateTimeOffset ended)
    {
        await using var parts = await StartAsync("sandbox", restored, []);
        using var storage = new Storage(Keys, Storage.ColumnsOfContent);
        Assert.That(storage.ReadTopics(facts), Is.EqualTo(facts.Where(IsOfATopic)), "the topics are those of before");
        Assert.That(await storage.ReadDatabaseAsync(facts), Is.EqualTo(facts.Where(IsOfTheDatabase)), "decisions, executions, audit and latches are back");
        Assert.That(await SucceedsAsync("torghut-ta", ["savepoint", "restore", Savepoint], new() { ["TA_GROUP_ID"] = Group }), Does.Contain("goes on from"));
        var unknown = (await BrokerBooks.FilledAsync(Keys["ALPACA_TRADING_BASE_URL"], ended)).Keys.Except((await StoredFillsAsync()).Keys).Count();
        Report($"loses {(ended - await NewestAsync()).TotalSeconds:0.0} s of Postgres, as much as was not archived yet (RPO), with {unknown} orders in it");
        Assert.That(unknown, Is.Positive, "an order was lost, so that there is something to find again");
        Assert.That(await parts.StopAsync(), Is.Zero, parts.Output);
    }

    /// <summary>Everything runs on what was restored, until it has what was lost.</summary>
    private async Task GoOnAsync(string restored, IReadOnlyList<StoredFact> facts, DateTimeOffset ended, long began)
    {
        await using var up = await StartAsync("up", restored, new(Settings) { ["TA_GROUP_ID"] = Group });
        await Eventually.HoldsAsync(async () => up.HasExited || await IsReconciledAsync(ended), "orders are the broker's", Timeout);
        Assert.That(up.HasExited, Is.False, up.Output);
        Report($"orders are reconciled {Since(began):0.0} s after the restore began");
        using var storage = new Storage(Keys, Storage.ColumnsOfContent);
        await Eventually.HoldsAsync(() => up.HasExited || Stored(up.Output) > 0, "rows are stored", Timeout);
        var rows = facts.Where(fact => !IsOfATopic(fact) && !IsOfTheDatabase(fact)).ToList();
        IReadOnlyList<StoredFact> stored = [];
        try
        {
            await Eventually.HoldsAsync(
                async () => up.HasExited || (stored = await storage.ReadTablesAsync(facts)).SequenceEqual(rows), "ClickHouse has its rows again", Timeout);
        }
        catch (TimeoutException)
        {
            Assert.That(stored, Is.EqualTo(rows));
        }

        Assert.That(up.HasExited, Is.False, up.Output);
        Report($"everything is as it was {Since(began):0.0} s after the restore began (RTO)");
        await SucceedsAsync("torghut-trading", ["audit", "verify"], []);
        Assert.That((await BrokerBooks.TakenAsync(Keys["ALPACA_TRADING_BASE_URL"])).Where(order => order.Value > 1), Is.Empty, "no order is doubled");
        Assert.That(await up.StopAsync(), Is.Zero, up.Output);
    }

    private static double Since(long began) => TimeProvider.System.GetElapsedTime(began).TotalSeconds;

    private string KeysFile => Path.Combine(DataFolder, "env");

    private IReadOnlyDictionary<string, string> Keys => SandboxProgram.ReadKeys(KeysFile);

    private static bool IsOfATopic(StoredFact fact) => fact.Name.StartsWith("torghut.", StringComparison.Ordinal);

    private static bool IsOfTheDatabase(StoredFact fact) => !IsOfATopic(fact) && !fact.Name.StartsWith("ta_", StringComparison.Ordinal);

    /// <summary>The log is archived behind what was looked at, and nothing of that changed meanwhile.</summary>
    private async Task<IReadOnlyList<StoredFact>> ArchiveWhatHoldsAsync(PostgresBackup backup)
    {
        using var storage = new Storage(Keys, Storage.ColumnsOfContent);
        IReadOnlyList<StoredFact> facts = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                facts = await storage.ReadAsync();
                await backup.ArchiveAsync();
                return (await storage.ReadAsync(facts)).SequenceEqual(facts);
            },
            "what was looked at is settled",
            Timeout);
        return facts;
    }

    private async Task<ServiceProcess> StartAsync(string command, string data, Dictionary<string, string> settings)
    {
        var process = SandboxProgram.Start(DataFolder, settings, command, "--symbols", "AAPL,MSFT", "--data", data, "--env-file", KeysFile);
        var sign = command == "up" ? "The stack is up" : "Ctrl-C stops everything";
        await Eventually.HoldsAsync(() => process.HasExited || process.Output.Contains(sign, StringComparison.Ordinal), $"{command} is up", Timeout);
        Assert.That(process.HasExited, Is.False, process.Output);
        return process;
    }

    private async Task<string> SucceedsAsync(string service, string[] arguments, Dictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>(Keys);
        foreach (var (key, value) in Settings.Concat(settings))
        {
            environment[key] = value;
        }

        await using var process = ServiceProcess.Start(service, environment, arguments);
        Assert.That(await process.WaitForExitAsync(Timeout), Is.Zero, process.Output);
        return process.Output;
    }

    /// <summary>The superuser of the sandbox's server, with the address of trading's.</summary>
    private string Owner()
    {
        var address = new Uri(Keys["DB_DSN"]);
        return new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Username = "torghut",
            Password = "torghut-sandbox",
            Database = address.AbsolutePath[1..],
            Pooling = false,
        }.ConnectionString;
    }

    private async Task<long> FilledAsync() => (long)(await ScalarAsync("SELECT count(*) FROM executions WHERE status = 'filled'"))!;

    private async Task<DateTimeOffset> NewestAsync() => new((DateTime)(await ScalarAsync("SELECT max(created_at) FROM position_snapshots"))!, TimeSpan.Zero);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(Owner());
        await using var command = server.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>What was executed of each order, as it is stored, by the broker's order id.</summary>
    private async Task<IReadOnlyDictionary<string, decimal>> StoredFillsAsync()
    {
        await using var server = NpgsqlDataSource.Create(Owner());
        await using var command = server.CreateCommand("SELECT alpaca_order_id, filled_qty FROM executions WHERE filled_qty > 0");
        await using var rows = await command.ExecuteReaderAsync();
        var fills = new Dictionary<string, decimal>();
        while (await rows.ReadAsync())
        {
            fills[rows.GetString(0)] = rows.GetDecimal(1);
        }

        return fills;
    }

    /// <summary>The service says so, and what had been executed when everything was lost is stored to the share.</summary>
    private async Task<bool> IsReconciledAsync(DateTimeOffset ended)
    {
        try
        {
            using var status = JsonDocument.Parse(await Http.GetStringAsync(new Uri(new Uri(Keys["TORGHUT_TRADING_URL"]), "/trading/status")));
            var stored = await StoredFillsAsync();
            return status.RootElement.GetProperty("gates").GetProperty("reconciled").GetBoolean()
                && (await BrokerBooks.FilledAsync(Keys["ALPACA_TRADING_BASE_URL"], ended)).All(order => stored.GetValueOrDefault(order.Key) >= order.Value);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What a record, a row and a decision take, for the page of costs.</summary>
    private static void Measure(string data, IReadOnlyList<StoredFact> facts)
    {
        var (records, rows) = (facts.Where(IsOfATopic).Sum(Count), facts.Where(fact => fact.Name.StartsWith("ta_", StringComparison.Ordinal)).Sum(Count));
        Report($"{records} records of Kafka take {DataFolders.SizeOf(Path.Combine(data, "kafka"))} bytes with their indexes, state and transactions");
        Report($"{rows} rows of ClickHouse take {DataFolders.SizeOf(Path.Combine(data, "clickhouse"))} bytes with the server's own");
        Report(string.Join(", ", facts.Where(IsOfTheDatabase).Select(fact => $"{fact.Name} {fact.Value.Split(' ')[0]}")));
    }

    private static long Count(StoredFact fact) => long.Parse(fact.Value.Split(' ')[0], CultureInfo.InvariantCulture);

    private static void Report(string text) => TestContext.Out.WriteLine("drill: " + text);

    private static long Stored(string output) =>
        StoredBars().Matches(output) is { Count: > 0 } found ? long.Parse(found[^1].Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@" stored (\d+)/")]
    private static partial Regex StoredBars();
}

using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Migrations;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Migrations, the audit chain and what the service's role may not do.</summary>
public sealed class DatabaseTests
{
    private const string InsufficientPrivilege = "42501";

    [Test]
    public async Task Migrate_TwoAtOnce_EachScriptOnce()
    {
        await using var fresh = await FreshAsync(migrate: false);
        var ran = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new MigrationRunner(fresh.Database, "").RunAsync(CancellationToken.None)));
        Assert.That(ran.SelectMany(names => names), Is.EquivalentTo(Migration.All.Select(m => m.Name)));
        Assert.That(await new SchemaState(fresh.Database).IsCurrentAsync(CancellationToken.None), Is.True);
    }

    [Test]
    public async Task Migrate_EditedScript_Refused()
    {
        await using var fresh = await FreshAsync();
        await fresh.ExecuteAsync("UPDATE schema_migrations SET checksum = 'x' WHERE version = 2");
        Assert.That(() => new MigrationRunner(fresh.Database, "").RunAsync(CancellationToken.None),
            Throws.InstanceOf<MigrationException>().With.Message.Contains("0002"));
    }

    [Test]
    public async Task Migrate_SchemaNewerThanProgram_Refused()
    {
        await using var fresh = await FreshAsync();
        await fresh.ExecuteAsync("INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, '9999_future', 'x')");
        Assert.That(() => new MigrationRunner(fresh.Database, "").RunAsync(CancellationToken.None),
            Throws.InstanceOf<MigrationException>().With.Message.Contains("9999_future"));
    }

    [Test]
    public async Task Migrate_MoneyAndQuantities_HaveNineDecimals()
    {
        await using var fresh = await FreshAsync();
        await using var connection = await fresh.Database.OpenAsync(CancellationToken.None);
        var others = await connection.QuerySingleAsync<string>(
            """
            SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name, column_name) FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type = 'numeric' AND numeric_scale <> 9
            """);
        Assert.That(others, Is.EqualTo("llm_decision_reviews.confidence"), "which is neither");
    }

    [Test]
    public async Task Audit_ConcurrentAppends_OneChainWithoutGaps()
    {
        await using var fresh = await FreshAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AppendAsync(fresh, $"s{i}", fail: i % 4 == 0)));
        var result = await new AuditVerifier(fresh.Database).VerifyAsync(null, CancellationToken.None);
        Assert.That((result.BadRow, result.Head.Seq), Is.EqualTo(((long?)null, 30L)));
    }

    [TestCase("UPDATE audit_log SET canonical = replace(canonical, 's3', 'sX') WHERE seq = 3", 3)]
    [TestCase("DELETE FROM audit_log WHERE seq = 3", 4)]
    [TestCase("UPDATE audit_log SET hash = repeat('0', 64) WHERE seq = 3", 3)]
    [TestCase("UPDATE audit_log SET prev_hash = repeat('0', 64) WHERE seq = 3", 3)]
    public async Task Audit_TamperedBySuperuser_FirstBadRowNamed(string tamper, long row)
    {
        await using var fresh = await FreshAsync();
        for (var i = 1; i <= 5; i++)
        {
            await AppendAsync(fresh, $"s{i}");
        }

        await fresh.ExecuteAsync("ALTER TABLE audit_log DISABLE TRIGGER ALL");
        await fresh.ExecuteAsync(tamper);
        Assert.That((await new AuditVerifier(fresh.Database).VerifyAsync(null, CancellationToken.None)).BadRow, Is.EqualTo(row));
    }

    [Test]
    public async Task Audit_TailCut_FoundAgainstTheRecordedHead()
    {
        await using var fresh = await FreshAsync();
        for (var i = 1; i <= 5; i++)
        {
            await AppendAsync(fresh, $"s{i}");
        }

        var head = await new AuditLog(fresh.Database).ReadHeadAsync(CancellationToken.None);
        await fresh.ExecuteAsync("ALTER TABLE audit_log DISABLE TRIGGER ALL");
        await fresh.ExecuteAsync("DELETE FROM audit_log WHERE seq = 5");
        Assert.That((await new AuditVerifier(fresh.Database).VerifyAsync(null, CancellationToken.None)).BadRow, Is.Null, "the chain alone cannot show it");
        Assert.That((await new AuditVerifier(fresh.Database).VerifyAsync(head, CancellationToken.None)).BadRow, Is.EqualTo(5));
    }

    [TestCase("UPDATE audit_log SET canonical = canonical")]
    [TestCase("DELETE FROM audit_log")]
    [TestCase("TRUNCATE audit_log")]
    [TestCase("ALTER TABLE audit_log DISABLE TRIGGER ALL")]
    [TestCase("ALTER TABLE audit_log DISABLE TRIGGER audit_log_no_change")]
    [TestCase("ALTER TABLE order_events DISABLE TRIGGER ALL")]
    [TestCase("ALTER TABLE audit_log ALTER COLUMN hash DROP NOT NULL")]
    [TestCase("ALTER TABLE audit_log RENAME TO audit_log_before")]
    [TestCase("DROP TRIGGER audit_log_append ON audit_log")]
    [TestCase("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")]
    [TestCase("DROP FUNCTION refuse_change() CASCADE")]
    [TestCase("CREATE TABLE beside (id int)")]
    [TestCase("SET session_replication_role = replica")]
    [TestCase("UPDATE account_baselines SET account_label = 'x'")]
    [TestCase("UPDATE schema_migrations SET checksum = 'x'")]
    [TestCase("DROP TABLE audit_log")]
    [TestCase("UPDATE order_events SET event = 'x'")]
    [TestCase("DELETE FROM order_events", Category = "Long")]
    [TestCase("DELETE FROM trade_decisions")]
    [TestCase("TRUNCATE trade_decisions CASCADE")]
    [TestCase("DELETE FROM executions")]
    [TestCase("DELETE FROM llm_decision_reviews")]
    [TestCase("UPDATE llm_decision_reviews SET outcome = 'ok'", Category = "Long")]
    [TestCase("DELETE FROM llm_counterfactuals", Category = "Long")]
    [TestCase("UPDATE llm_counterfactuals SET difference = 0", Category = "Long")]
    [TestCase("DELETE FROM llm_demotions", Category = "Long")]
    [TestCase("UPDATE llm_demotions SET standing = 'x'", Category = "Long")]
    [TestCase("TRUNCATE llm_demotions")]
    [TestCase("DELETE FROM llm_reservations", Category = "Long")]
    [TestCase("DELETE FROM llm_budget_days", Category = "Long")]
    [TestCase("DELETE FROM backtest_reports")]
    [TestCase("UPDATE backtest_reports SET deflated_sharpe = 1")]
    public async Task ServiceRole_DestructiveStatement_Refused(string statement)
    {
        await using var fresh = await FreshAsync(role: true);
        await AppendAsync(fresh, "one");
        await using var connection = new NpgsqlConnection(fresh.RoleConnectionString);
        await connection.OpenAsync();
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));
        Assert.That(refusal!.SqlState, Is.EqualTo(InsufficientPrivilege));
    }

    [TestCase("UPDATE audit_log SET canonical = canonical")]
    [TestCase("DELETE FROM audit_log")]
    [TestCase("TRUNCATE audit_log")]
    public async Task Owner_AuditChange_RefusedByTrigger(string statement)
    {
        await using var fresh = await FreshAsync();
        await AppendAsync(fresh, "one");
        Assert.That((await Assert.ThrowsAsync<PostgresException>(() => fresh.ExecuteAsync(statement)))!.SqlState, Is.EqualTo(InsufficientPrivilege));
    }

    [Test]
    public async Task Mutation_AuditFails_RollsBackTogether()
    {
        await using var fresh = await FreshAsync();
        await fresh.ExecuteAsync(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$; CREATE TRIGGER zz BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION broken()");
        var latches = new LatchStore(fresh.Database, new AuditLog(fresh.Database), TimeProvider.System);
        Assert.That(() => latches.EngageAsync("paper", "emergency_stop", "drill", "tester", CancellationToken.None), Throws.InstanceOf<PostgresException>());
        Assert.That(await latches.LoadAsync("paper", CancellationToken.None), Is.Empty);
    }

    private static async Task AppendAsync(FreshDatabase fresh, string subject, bool fail = false)
    {
        var audit = new AuditLog(fresh.Database);
        try
        {
            await fresh.Database.InTransactionAsync(
                async (connection, transaction) =>
                {
                    await audit.AppendAsync(connection, transaction,
                        new AuditEntry("test", "paper", subject, DateTimeOffset.UnixEpoch, new JsonMap { ["n"] = 1.5m }));
                    return fail ? throw new TimeoutException("the transaction fails after its append") : true;
                },
                CancellationToken.None);
        }
        catch (TimeoutException) when (fail)
        {
            TestContext.Out.WriteLine($"{subject} rolled back");
        }
    }

    private static async Task<FreshDatabase> FreshAsync(bool migrate = true, bool role = false)
    {
        var name = "d" + Guid.NewGuid().ToString("N")[..12];
        var options =
            Infrastructure.Patient(await Infrastructure.CreateDatabaseAsync(name), connections: 50);
        var service = role ? "role_" + name : "";
        var fresh = new FreshDatabase(new Database(options), name, service);
        if (role)
        {
            await fresh.ExecuteAsync($"CREATE ROLE \"{service}\" LOGIN PASSWORD 'test'");
        }

        if (migrate)
        {
            await new MigrationRunner(fresh.Database, service).RunAsync(CancellationToken.None);
        }

        return fresh;
    }

    private sealed record FreshDatabase(Database Database, string Name, string ServiceRole) : IAsyncDisposable
    {
        public string RoleConnectionString => new NpgsqlConnectionStringBuilder(Infrastructure.Postgres.ConnectionString)
        {
            Database = Name,
            Username = ServiceRole,
            Password = "test",
            Timeout = 60,
        }.ConnectionString;

        public async Task ExecuteAsync(string sql)
        {
            await using var connection = await Database.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync(sql);
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }
}

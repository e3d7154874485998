using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Migrations;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Integration.Tests.Upgrade;

/// <summary>
/// What the version before left is taken over. <c>Before0007</c> holds what a run of that version wrote: rows of every table, the local latch and the
/// recorded end of the audit log. It had traded, had met two external orders and had engaged the latch that was then called <c>books_disagree</c>.
/// </summary>
public sealed class UpgradeTests
{
    private const int LastScript = 6;

    private static readonly string Kept = Path.Combine(Repository.Root, "tests", "Torghut.Trading.Integration.Tests", "Upgrade", "Before0007");

    [Test]
    public async Task Start_OnWhatTheVersionBeforeLeft_LatchHoldsAuditVerifiesAndBothNamesWork()
    {
        await using var stack = await TradingStack.CreateAsync(migrated: false);
        await RestoreAsync(stack);
        using var head = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Kept, "audit-head.json")));
        var (seq, hash) = (head.RootElement.GetProperty("seq").GetInt64(), head.RootElement.GetProperty("hash").GetString()!);
        Assert.That(await stack.QueryAsync<string>($"SELECT hash FROM audit_log WHERE seq = {seq}"), Is.EqualTo(hash), "the chain is the recorded one");

        await stack.LaunchAndRespondAsync();
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("state").GetString() == "REDUCING", "the latch is still engaged");
        var status = await stack.StatusAsync();
        var latch = status.GetProperty("latches").GetProperty("history").EnumerateArray().Single();
        Assert.That(latch.GetProperty("latch").GetString(), Is.EqualTo(Latch.ReconciliationBreak));
        Assert.That(
            await stack.QueryAsync<long>("SELECT count(*) FROM executions WHERE is_external AND acknowledged_at IS NOT NULL"),
            Is.Zero,
            "no version and no start acknowledges what nobody has looked at");
        await stack.Broker.BuyElsewhereAsync("MSFT", 3, "another");
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE is_external AND acknowledged_at IS NULL AND status = 'filled'", 3);
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{reducing_only,foreign_order_present}'", 1);
        Assert.That(
            await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind IN ('foreign_order', 'books_opened', 'books_disagree')"),
            Is.EqualTo(4),
            "rows keep the kind they were written with");
        await stack.VerifyAuditAsync(0, "--head", $"{seq}:{hash}");

        var theirs = (await stack.QueryAsync<string>("SELECT string_agg(alpaca_order_id, ',') FROM executions WHERE is_external")).Split(',');
        foreach (var (route, id) in new[] { "foreign-orders", "external-orders", "external-orders" }.Zip(theirs))
        {
            Assert.That(await PostAsync(stack, $"/trading/{route}/{id}/acknowledge", new { reason = "known", actor = "tester" }), Is.EqualTo(200), route);
        }

        var rearm = new { latch = Latch.FormerReconciliationBreak, reason = "known", actor = "tester", confirm = "REARM paper" };
        Assert.That(await PostAsync(stack, "/trading/rearm", rearm), Is.EqualTo(200));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE NOT is_external AND status = 'filled'", 2);
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trading_state WHERE engaged"), Is.Zero, "both rows of the latch are released");
        await stack.VerifyAuditAsync(0, "--head", $"{seq}:{hash}");
    }

    /// <summary>During a roll-out the version before goes on for a while on the new schema.</summary>
    [Test]
    public async Task Schema_UsedByTheVersionBefore_ItsNamesMeanTheSame()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        await fresh.ExecuteAsync(
            """
            INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, is_foreign, symbol, side, order_type, time_in_force, status,
              broker_updated_at, raw_order)
            VALUES (gen_random_uuid(), 'paper', 'test', 'o1', 'c1', true, 'AAPL', 'buy', 'market', 'day', 'new', now(), '{}');
            INSERT INTO account_books (id, account_label, market_ts, cash_offset, position_offsets) VALUES (gen_random_uuid(), 'paper', now(), 1, '{}');
            INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at) VALUES ('paper', 'books_disagree', true, 'r', 'a', now())
            """);

        Assert.That(await new OrderQueries(fresh.Database).CountExternalAsync(FreshDatabase.Account, CancellationToken.None), Is.EqualTo(1));
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM account_baselines WHERE created_at <= clock_timestamp()"), Is.EqualTo(1));
        var engaged = (await fresh.Latches.LoadAsync(FreshDatabase.Account, CancellationToken.None)).Single();
        Assert.That((engaged.Latch, engaged.Engaged), Is.EqualTo((Latch.ReconciliationBreak, true)));

        await fresh.Latches.EngageAsync(FreshDatabase.Account, Latch.ReconciliationBreak, "r", "a", CancellationToken.None);
        Assert.That(await fresh.Latches.ReleaseAsync(FreshDatabase.Account, Latch.ReconciliationBreak, "r", "a", CancellationToken.None), Is.True);
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM trading_state WHERE engaged"), Is.Zero);

        await fresh.Reports.ApplyAsync(FreshDatabase.Account, "test", External("o2"), CancellationToken.None);
        Assert.That(await fresh.QueryAsync<long>("SELECT count(*) FROM executions WHERE is_foreign"), Is.EqualTo(2), "and the version before sees ours");
    }

    /// <summary>Both versions may run at once: what one does to the latch, the other sees under the name that it knows.</summary>
    [Test]
    public async Task Latch_UnderEitherName_IsOne()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        Task<long> EngagedAsync() => fresh.QueryAsync<long>("SELECT count(*) FROM trading_state WHERE engaged");

        await fresh.Latches.EngageAsync(FreshDatabase.Account, Latch.ReconciliationBreak, "r", "a", CancellationToken.None);
        Assert.That(await EngagedAsync(), Is.EqualTo(2), "the version before sees what this one engaged");

        await fresh.ExecuteAsync("UPDATE trading_state SET engaged = false, released_at = now() WHERE latch = 'books_disagree' AND engaged");
        Assert.That(await EngagedAsync(), Is.Zero, "and its release is this one's");

        await fresh.ExecuteAsync("UPDATE trading_state SET engaged = true, released_at = NULL, updated_at = now() WHERE latch = 'books_disagree'");
        var engaged = (await fresh.Latches.LoadAsync(FreshDatabase.Account, CancellationToken.None)).Single();
        Assert.That((engaged.Latch, engaged.Engaged), Is.EqualTo((Latch.ReconciliationBreak, true)));
        Assert.That(await fresh.Latches.ReleaseAsync(FreshDatabase.Account, Latch.ReconciliationBreak, "r", "a", CancellationToken.None), Is.True);
        Assert.That(await EngagedAsync(), Is.Zero);
    }

    private static async Task RestoreAsync(TradingStack stack)
    {
        await stack.ExecuteAsync(
            """
            CREATE TABLE schema_migrations (
              version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """);
        foreach (var script in Migration.All.Where(script => script.Version <= LastScript))
        {
            await stack.ExecuteAsync(script.Sql);
        }

        await stack.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Kept, "rows.sql")));
        Directory.CreateDirectory(stack.StateDirectory);
        foreach (var file in Directory.EnumerateFiles(Kept, "*.json"))
        {
            File.Copy(file, Path.Combine(stack.StateDirectory, Path.GetFileName(file)));
        }
    }

    private static OrderReport External(string id) => new(
        new BrokerOrder
        {
            OrderId = id,
            ClientOrderId = "c-" + id,
            Symbol = "AAPL",
            Side = "buy",
            Type = "market",
            TimeInForce = "day",
            Qty = 1,
            Status = "new",
            UpdatedAt = DateTimeOffset.UnixEpoch,
            RawJson = "{}",
        },
        OrderReportSources.Reconcile);

    private static async Task<int> PostAsync(TradingStack stack, string path, object body) =>
        (await stack.PostAsync(path, TradingStack.RearmToken, body)).Status;
}

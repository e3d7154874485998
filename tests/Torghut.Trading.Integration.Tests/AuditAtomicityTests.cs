using Npgsql;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Leasing;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Risk;
using Torghut.Trading.Storage;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A mutation and its audit row commit together: while nothing can be appended to the log, nothing changes.</summary>
public sealed class AuditAtomicityTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    public static IEnumerable<TestCaseData> Mutations()
    {
        yield return Case("risk verdict", OrderState.Planned, (f, row) => f.Decisions.RecordVerdictAsync(row, Verdict(), CancellationToken.None));
        yield return Case("claim", OrderState.Approved, async (f, row) =>
            await f.Decisions.ClaimAsync(row,
            (await new LeaseStore(f.Database).AcquireAsync("loop", "owner", TimeSpan.FromMinutes(5), CancellationToken.None))!, "test",
            row.MarketTs, CancellationToken.None));
        yield return Case("step of the protocol", OrderState.Submitting,
            (f, row) => f.Decisions.ApplyAsync(row, OrderTrigger.OutcomeLost, "drill", CancellationToken.None));
        yield return Case("report on our order", OrderState.Submitting,
            (f, row) => f.Reports.ApplyAsync(FreshDatabase.Account, "test", Report(row.DecisionHash), CancellationToken.None));
        yield return Case("external order", OrderState.Planned,
            (f, _) => f.Reports.ApplyAsync(FreshDatabase.Account, "test", Report("theirs"), CancellationToken.None));
        yield return Case("acknowledgement", OrderState.Planned, async (f, _) =>
        {
            await f.Fresh.ExecuteAsync("ALTER TABLE audit_log DISABLE TRIGGER zz_broken");
            await f.Reports.ApplyAsync(FreshDatabase.Account, "test", Report("theirs"), CancellationToken.None);
            await f.Fresh.ExecuteAsync("ALTER TABLE audit_log ENABLE TRIGGER zz_broken");
            f.Remember = await DigestAsync(f.Fresh);
            await new ExternalOrderStore(f.Database, f.Fresh.Audit, TimeProvider.System).AcknowledgeAsync(FreshDatabase.Account, "o-theirs", "drill", "tester",
                CancellationToken.None);
        });
        yield return Case("latch", OrderState.Planned,
            (f, _) => f.Fresh.Latches.EngageAsync(FreshDatabase.Account, "emergency_stop", "drill", "tester", CancellationToken.None));
        yield return Case("re-arming", OrderState.Planned,
            (f, _) => f.Fresh.Latches.ReleaseAsync(FreshDatabase.Account, "emergency_stop", "drill", "tester", CancellationToken.None));
        yield return Case("suspension", OrderState.Planned, (f, _) => f.Strategies.SuspendAsync(FreshDatabase.Account, "dip", "drill", CancellationToken.None));
        yield return Case("catalogue", OrderState.Planned,
            (f, _) => f.Strategies.ApplyAsync(
                Catalogue(), new CatalogueFile("strategies.yaml", "", null, "digest"), CatalogueMode.Sync, FreshDatabase.Account, CancellationToken.None));
        yield return Case("baseline", OrderState.Planned, (f, _) =>
            new AccountBaselineStore(f.Database, f.Fresh.Audit, TimeProvider.System).OpenAsync(FreshDatabase.Account, Start,
            new AccountBaseline(1, new Dictionary<string, decimal>()), CancellationToken.None));
    }

    [TestCaseSource(nameof(Mutations))]
    public async Task Mutation_AuditCannotBeAppended_NothingChanges(object prepared)
    {
        var mutation = (Mutation)prepared;
        await using var fresh = await FreshDatabase.CreateAsync();
        var row = await fresh.DecisionAsync(mutation.From);
        await new LeaseStore(fresh.Database).AcquireAsync("loop", "owner", TimeSpan.FromMinutes(5), CancellationToken.None);
        await fresh.ExecuteAsync(
            """
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
            CREATE TRIGGER zz_broken BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION broken()
            """);
        var bench = new Bench(fresh) { Remember = await DigestAsync(fresh) };
        await Assert.ThatAsync(() => mutation.Run(bench, row), Throws.InstanceOf<PostgresException>().With.Message.Contains("disk full"));
        Assert.That(await DigestAsync(fresh), Is.EqualTo(bench.Remember));
    }

    /// <summary>Everything but the lease, whose renewal is no change of anything that is audited.</summary>
    private static async Task<string> DigestAsync(FreshDatabase fresh) =>
        string.Join('\n', (await fresh.DigestAsync()).Split('\n').Where(line => !line.StartsWith("trading_lease ", StringComparison.Ordinal)));

    private static TestCaseData Case(string name, OrderState from, Func<Bench, DecisionRow, Task> run) =>
        new TestCaseData(new Mutation(from, run)).SetArgDisplayNames(name);

    private static DecisionVerdict Verdict() => new(
        new PlannedOrder("AAPL", OrderSide.Buy, 10, OrderKind.Market, null), [], new RiskVerdict([], 10), []);

    private static StrategyCatalogue Catalogue() => CatalogueParser.Parse("drill", "strategies:\n  - name: other\n    type: macd_rsi\n").Catalogue!;

    private static OrderReport Report(string client) => new(
        new BrokerOrder
        {
            OrderId = $"o-{client}",
            ClientOrderId = client,
            Symbol = "AAPL",
            Side = "buy",
            Type = "market",
            TimeInForce = "day",
            Qty = 10,
            Status = "new",
            UpdatedAt = Start,
            RawJson = "{}",
        },
        OrderReportSources.Reconcile);

    private sealed record Mutation(OrderState From, Func<Bench, DecisionRow, Task> Run);

    private sealed class Bench(FreshDatabase fresh)
    {
        public FreshDatabase Fresh => fresh;

        public Database Database => fresh.Database;

        public DecisionStore Decisions => fresh.Decisions;

        public OrderReportStore Reports => fresh.Reports;

        public StrategyStore Strategies { get; } = new(fresh.Database, fresh.Audit, TimeProvider.System);

        /// <summary>What must still be stored afterwards.</summary>
        public required string Remember { get; set; }
    }
}

using Dapper;
using Torghut.Alpaca.Trading;
using Torghut.Common.Drills;
using Torghut.Trading.Advisory;
using Torghut.Trading.Api;
using Torghut.Trading.Audit;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Json;
using Torghut.Trading.Leasing;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Simulation;
using Torghut.Trading.Strategies;
using OrderSide = Torghut.Trading.Strategies.OrderSide;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>
/// Everything that the stores can be asked and told on behalf of an account, one row a method. Ids are those of the account <see cref="Other"/>, so that a
/// statement that forgets to name its account meets the other's rows.
/// </summary>
internal sealed class AccountDeeds(FreshDatabase fresh)
{
    public const string Other = "other";

    private const string Source = "signals:test";

    private static readonly DateTimeOffset At = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly Dictionary<string, DecisionRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Admission> _admissions = new(StringComparer.Ordinal);
    private Lease _lease = null!;

    /// <summary>Grows, so that a second round finds nothing done already.</summary>
    public int Round { get; set; } = 1;

    private OrderQueries Orders => new(fresh.Database);

    private ActivityStore Activities => new(fresh.Database, fresh.Audit, TimeProvider.System);

    private AccountBaselineStore Baselines => new(fresh.Database, fresh.Audit, TimeProvider.System);

    private AccountDayStore Days => new(fresh.Database);

    private UnreadItemStore Unread => new(fresh.Database, fresh.Audit, TimeProvider.System);

    private ExternalOrderStore External => new(fresh.Database, fresh.Audit, TimeProvider.System);

    private SignalMemoryStore Memory => new(fresh.Database);

    private ReviewLedger Reviews => new(fresh.Database, new ProviderOptions(), TimeProvider.System, Failpoints.None);

    private CounterfactualStore Counterfactuals => new(fresh.Database);

    private CursorStore Cursors => new(fresh.Database);

    private ParityStore Parity => new(fresh.Database);

    private BacktestReports Backtests => new(fresh.Database);

    private string[] OrderIds => [$"ours-{Other}", $"new-{Other}-{Round}", $"done-{Other}-{Round}"];

    /// <summary>What a method shows an account.</summary>
    public IReadOnlyDictionary<string, Func<string, Task<object?>>> Reads => new Dictionary<string, Func<string, Task<object?>>>(StringComparer.Ordinal)
    {
        ["OrderQueries.InStatesAsync"] = async label => await Orders.InStatesAsync(label, Enum.GetValues<OrderState>(), 10, Never),
        ["OrderQueries.UnresolvedAsync"] = async label => (await Orders.UnresolvedAsync(label, Never)).Select(order => order.Row.Id),
        ["OrderQueries.CountUnresolvedAsync"] = async label => await Orders.CountUnresolvedAsync(label, Never),
        ["OrderQueries.WorkingSymbolsAsync"] = async label => (await Orders.WorkingSymbolsAsync(label, Never)).Order(),
        ["OrderQueries.UnsettledAsync"] = async label => await Orders.UnsettledAsync(label, [], 10, Never),
        ["OrderQueries.FollowedAsync"] = async label => (await Orders.FollowedAsync(label, OrderIds, Never)).Keys.Order(),
        ["OrderQueries.SentExitsAsync"] = async label =>
            (await Orders.SentExitsAsync(new DecisionRow { AccountLabel = label, Symbol = "AAPL", Action = "sell", Id = Guid.NewGuid() }, 10, Never)).Count,
        ["OrderQueries.CountExternalAsync"] = async label => await Orders.CountExternalAsync(label, Never),
        ["AccountBaselineStore.TotalsAsync"] = async label => await Baselines.TotalsAsync(label, Never),
        ["AccountBaselineStore.InForceAsync"] = async label => await Baselines.InForceAsync(label, Never),
        ["AccountBaselineStore.OpenedAtAsync"] = async label => await Baselines.OpenedAtAsync(label, Never),
        ["ActivityStore.NewAsync"] = async label => await Activities.NewAsync(label, [Activity(1), Activity(99)], Never),
        ["ActivityStore.MovedInAsync"] = async label => await Activities.MovedInAsync(label, At.AddDays(-1), Never),
        ["AccountDayStore.MovedUnexplainedAsync"] = async label => await Days.MovedUnexplainedAsync(label, null, 1, Never),
        ["UnreadItemStore.HereAsync"] = async label => (await Unread.HereAsync(label, 10, Never)).Select(item => item.ToString()).Order(),
        ["SimulationStore.LoadAsync"] = async label => await new SimulationStore(fresh.Database).LoadAsync(label, Never),
        ["CursorStore.LoadAsync"] = async label => await Cursors.LoadAsync(label, Source, Never),
        ["SignalMemoryStore.LoadAsync"] = async label => await Memory.LoadAsync(label, Source, Never),
        ["OrderRateStore.LoadAsync"] = async label =>
            (await new OrderRateStore(fresh.Database).LoadAsync(label, At.AddSeconds(1), TimeSpan.FromMinutes(1), Never)).OrdersLastMinute,
        ["EvidenceQueries.TradingAsync"] = async label => await new EvidenceQueries(fresh.Database).TradingAsync(label, TimeSpan.FromDays(1), Never),
        ["EvidenceQueries.BacktestAsync"] = async label => await new EvidenceQueries(fresh.Database).BacktestAsync(label, "c", Never),
        ["EvidenceQueries.ReviewsAsync"] = async label => await new EvidenceQueries(fresh.Database).ReviewsAsync(label, TimeSpan.FromDays(1), Never),
        ["ReadQueries.DecisionsAsync"] = async label => await new ReadQueries(fresh.Database).DecisionsAsync(Page(label), Never),
        ["ReadQueries.ExecutionsAsync"] = async label => await new ReadQueries(fresh.Database).ExecutionsAsync(Page(label), Never),
        ["ReviewLedger.RecentAsync"] = async label =>
            (await Reviews.RecentAsync(new DecisionRow { AccountLabel = label, Symbol = "AAPL", Id = Guid.NewGuid() }, Never)).Count,
        ["ReviewLedger.CircuitsAsync"] = async label => (await Reviews.CircuitsAsync(label, Never)).Count,
        ["CounterfactualStore.UnmarkedAsync"] = async label => (await UnmarkedAsync(label, "5m")).Count,
        ["CounterfactualStore.ReadAsync"] = async label => (await Counterfactuals.ReadAsync(label, ReviewRecords.Standing, "1m", Never)).Count,
        ["CounterfactualStore.IsDemotedAsync"] = async label => await Counterfactuals.IsDemotedAsync(label, [ReviewRecords.Standing], Never),
        ["ParityStore.ReadAsync"] = async label => (await Parity.ReadAsync(label, Never))?.Mismatches,
        ["BacktestReports.NewestAsync"] = async label => await Backtests.NewestAsync(label, "c", Never),
        ["ParityEvidenceReader.DecisionsAsync"] = async label => (await Evidence(label).DecisionsAsync(Never)).Count,
        ["ParityEvidenceReader.EvidenceAsync"] = async label => await EvidenceAsync(label),
        ["LatchStore.LoadAsync"] = async label => await fresh.Latches.LoadAsync(label, Never),
    };

    /// <summary>What a method changes for an account, in the order of an order's life.</summary>
    public IReadOnlyList<(string Name, Func<string, Task> Do)> Writes =>
    [
        ("DecisionStore.PlanAsync", PlanAsync),
        ("ReviewLedger.AdmitAsync",
            async label => _admissions[label] = await Reviews.AdmitAsync(new AdmissionRequest(label, "openai", 100, 0.001m), Never)),
        ("ReviewLedger.CompleteAsync",
            label => Reviews.CompleteAsync(ReviewRecords.Of(_rows[label], _admissions[label], 40, ReviewOutcome.Ok), Never)),
        ("CounterfactualStore.MarkAsync",
            async label => await Counterfactuals.MarkAsync(label, (await UnmarkedAsync(label, "1m"))[0], "1m", 101, Never)),
        ("CounterfactualStore.DemoteAsync",
            label => Counterfactuals.DemoteAsync(
                label, ReviewRecords.Standing, ReviewRecords.Standing, new CounterfactualVerdict(CounterfactualVerdict.Harmful, 200, 5, -2, -1), Never)),
        ("DecisionStore.RecordVerdictAsync", label => MoveAsync(label, "approved", row => fresh.Decisions.RecordVerdictAsync(row, Verdict, Never))),
        ("DecisionStore.ClaimAsync",
            label => MoveAsync(label, "submitting", row => fresh.Decisions.ClaimAsync(row, _lease, "simulation", row.MarketTs, Never))),
        ("DecisionStore.ConfirmClaimAsync", label => fresh.Decisions.ConfirmClaimAsync(_rows[label], _lease, Never)),
        ("DecisionStore.RecordFallbackAsync",
            label => fresh.Decisions.RecordFallbackAsync(_rows[label], _lease, new FallbackStep("simulation", "alpaca", "runner_unreachable"), Never)),
        ("DecisionStore.ApplyAsync", label => MoveAsync(label, "unknown", row => fresh.Decisions.ApplyAsync(row, OrderTrigger.OutcomeLost, "lost", Never))),
        ("DecisionStore.CountNotFoundAsync", label => fresh.Decisions.CountNotFoundAsync(_rows[label], Never)),
        ("OrderReportStore.ApplyAsync", ReportAsync),
        ("OrderReportStore.NotFoundAsync", label => fresh.Reports.NotFoundAsync(label, $"new-{Other}-{Round}", Never)),
        ("ExternalOrderStore.AcknowledgeAsync", label => External.AcknowledgeAsync(label, $"new-{Other}-{Round}", "seen", "tester", Never)),
        ("ExternalOrderStore.AcknowledgeFinishedAsync", label => External.AcknowledgeFinishedAsync(label, Never)),
        ("UnreadItemStore.KeepAsync", KeepUnreadAsync),
        ("UnreadItemStore.ResolveAsync", label => Unread.ResolveAsync(label, UnreadKinds.Order, [$"resolved-{Round}"], Never)),
        ("UnreadItemStore.AcknowledgeAsync", label => Unread.AcknowledgeAsync(label, $"acknowledged-{Round}", "seen", "tester", Never)),
        ("CursorStore.AdvanceAsync", label => Cursors.AdvanceAsync(label, "broker_orders", Position, Never)),
        ("SignalMemoryStore.AdvanceAsync", label => Memory.AdvanceAsync(new SignalsRead(label, Source, [Position]), Position, Position.EventTs, Never)),
        ("ActivityStore.SaveAsync", label => Activities.SaveAsync(label, Activity(Round), new ActivityEffect(100, 0, true, true), Never)),
        ("AccountBaselineStore.OpenAsync", label => Baselines.OpenAsync(label, At, Baseline(1_000 * Round), Never)),
        ("AccountBaselineStore.RecordAsync", label => Baselines.RecordAsync(label, new ReconciliationBreak(Round, new Dictionary<string, decimal>()), Never)),
        ("AccountDayStore.LastEquitySinceAsync", label => Days.LastEquitySinceAsync(label, 1_000 + Round, At, Never)),
        ("AccountDayStore.MovedUnexplainedAsync", MoveMoneyAsync),
        ("SnapshotStore.WriteAsync", SnapshotAsync),
        ("ParityStore.SaveAsync",
            label => Parity.SaveAsync(
                new ParityDay(label, new DateOnly(2026, 2, 6), Round, 1, 1, new Dictionary<string, int> { ["unknown"] = Round }), Never)),
        ("BacktestReports.RegisterAsync",
            label => Backtests.RegisterAsync(
                new BacktestEvidence { AccountLabel = label, Sha256 = $"sha {Round}", CatalogueDigest = "c", DataDigest = "d" }, [1], Never)),
        ("LatchStore.EngageAsync", label => fresh.Latches.EngageAsync(label, Latch.ExitsOnly, LatchCall.New($"drill {Round}", "tester", At), Never)),
        ("LatchStore.ReleaseAsync", label => fresh.Latches.ReleaseAsync(label, Latch.ExitsOnly, "over", "tester", Never)),
    ];

    /// <summary>Methods that are about no account, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Shared { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OrderQueries.ApprovedOrderAsync"] = "by the decision's own id",
        ["OrderQueries.SignalAsync"] = "by the decision's own id",
        ["ReadQueries.ExplainAsync"] = "by the decision's own id or hash, which holds the account",
        ["AccountDayStore.LastEquitySinceAsync"] = "asked and told at once: among what changes",
        ["LeaseStore.AcquireAsync"] = "a lease has a name",
        ["LeaseStore.ReleaseAsync"] = "a lease has a name",
        ["StrategyStore.ApplyAsync"] = "strategies are shared",
        ["StrategyStore.LoadAsync"] = "strategies are shared",
        ["StrategyStore.LoadSuspendedAsync"] = "strategies are shared",
        ["StrategyStore.SuspendAsync"] = "strategies are shared",
        ["StrategyStore.ResumeAsync"] = "strategies are shared",
        ["AuditLog.AppendAsync"] = "one chain for all",
        ["AuditLog.ReadHeadAsync"] = "one chain for all",
        ["AuditVerifier.VerifyAsync"] = "one chain for all",
        ["AuditCrossCheck.RunAsync"] = "one chain for all",
        ["AuditTotals.FaultAsync"] = "compares every account with itself",
        ["AuditInspection.RunAsync"] = "one chain for all",
        ["AuditAnchor.CheckAsync"] = "one chain for all",
        ["AuditAnchor.RecordAsync"] = "one chain for all",
        ["DatabaseProbe.FindFaultAsync"] = "the database itself",
        ["MigrationRunner.RunAsync"] = "the database itself",
        ["SchemaState.IsCurrentAsync"] = "the database itself",
        ["SchemaState.MayAlterAuditAsync"] = "the database itself",
        ["StartRecord.WriteAsync"] = "appends to the chain",
        ["RecordedUniverse.GetAsync"] = "appends to the chain",
    };

    /// <summary>What every account has before anything happens: a day that has begun.</summary>
    public async Task BeginAsync(params IEnumerable<string> labels)
    {
        _lease = (await new LeaseStore(fresh.Database).AcquireAsync("loop", "me", TimeSpan.FromHours(1), Never))!;
        foreach (var label in labels)
        {
            await Days.LastEquitySinceAsync(label, 1_000, At, Never);
        }
    }

    /// <summary>What is still open of the other account, for a statement of this one to meet.</summary>
    public async Task RestockAsync()
    {
        Round++;
        foreach (var (_, act) in Writes.Where(write => write.Name is "UnreadItemStore.KeepAsync" or "LatchStore.EngageAsync"))
        {
            await act(Other);
        }

        await ReportExternalAsync(Other);
        await fresh.ExecuteAsync(
            $"""
            INSERT INTO signals_read (account_label, source, event_ts, symbol, seq) VALUES ('{Other}', '{Source}', '{At:O}', 'AAPL', 1);
            INSERT INTO llm_decision_reviews (id, decision_id, verdict, model) SELECT gen_random_uuid(), id, 'approve', 'm' FROM trade_decisions
            """);
        await fresh.DecisionAsync(OrderState.Unknown, Other);
        await fresh.Database.InTransactionAsync(
            async (connection, transaction) =>
            {
                await fresh.Audit.AppendAsync(
                    connection, transaction, new AuditEntry(AuditKinds.ServiceStarted, Other, "torghut-trading", TimeProvider.System.GetUtcNow(), []));
                return true;
            },
            Never);
    }

    private ParityEvidenceReader Evidence(string label) => new(fresh.Database, label, DateOnly.FromDateTime(At.UtcDateTime));

    private async Task<object?> EvidenceAsync(string label)
    {
        var found = await Evidence(label).EvidenceAsync(Never);
        return new { found.LastSign, found.Gaps, found.Held };
    }

    /// <summary>Every row of an account, in whatever table.</summary>
    public async Task<string> DigestAsync(string label)
    {
        await using var connection = await fresh.Database.OpenAsync(Never);
        var tables = await connection.QueryAsync<string>(
            """
            SELECT c.table_name::text FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'public' AND c.column_name = 'account_label' AND t.table_type = 'BASE TABLE' ORDER BY 1
            """);
        var digests = new List<string>();
        foreach (var table in tables)
        {
            digests.Add(await connection.ExecuteScalarAsync<string>(
                $"SELECT '{table} ' || md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) FROM \"{table}\" t WHERE account_label = @label",
                new { label }) ?? "");
        }

        return string.Join('\n', digests);
    }

    private SignalPosition Position => new(At.AddMinutes(Round), "AAPL", Round);

    private static DecisionVerdict Verdict => new(
        new PlannedOrder("AAPL", OrderSide.Sell, 10, OrderKind.Market, null), new JsonMap(), new RiskVerdict([], 0), new JsonMap());

    private static PageRequest Page(string label) => new(label, null, null, null, null, 10);

    private static AccountBaseline Baseline(decimal cash) => new(cash, new Dictionary<string, decimal>());

    private static BrokerActivity Activity(int number) => new($"activity-{number}", "CSD", "executed", At, null, null, 100, "{}");

    private static BrokerOrder Order(string orderId, string clientOrderId, string status, decimal filled) => new()
    {
        OrderId = orderId,
        ClientOrderId = clientOrderId,
        Symbol = "AAPL",
        Side = "sell",
        Type = "market",
        TimeInForce = "day",
        Qty = 10,
        Status = status,
        FilledQty = filled,
        FilledAvgPrice = filled > 0 ? 100 : null,
        SubmittedAt = At,
        UpdatedAt = At,
        RawJson = "{}",
    };

    private async Task PlanAsync(string label)
    {
        var plugin = StrategyRegistry.Find("macd_rsi")!;
        var strategy = new StrategyDefinition
        {
            Name = "dip",
            Plugin = plugin,
            Parameters = StrategyParameters.Resolve(plugin.Parameters, new Dictionary<string, double>()),
        };
        var signal = new SignalRow("AAPL", At, 7, At, "1Sec", new SignalFeatures { Macd = 1, Rsi14 = 70 });
        var draft = new DecisionDraft(strategy, signal, new Intent(label, "dip", "AAPL", At, 7, "1Sec", OrderSide.Sell), ["macd_cross_down"], At);
        _rows[label] = (await fresh.Decisions.PlanAsync([draft], new SignalsRead(label, Source, [signal.Position]), _ => null, Never)).Single().Row;
    }

    private Task<IReadOnlyList<UnmarkedReview>> UnmarkedAsync(string label, string horizon) =>
        Counterfactuals.UnmarkedAsync(label, horizon, At.AddYears(-1), At.AddYears(100), Never);

    private async Task MoveAsync(string label, string next, Func<DecisionRow, Task> act)
    {
        await act(_rows[label]);
        _rows[label] = _rows[label] with { Status = next };
    }

    private async Task ReportAsync(string label)
    {
        await fresh.Reports.ApplyAsync(
            label, "alpaca", new OrderReport(Order($"ours-{label}", _rows[label].DecisionHash, "filled", 10), OrderReportSources.Reconcile), Never);
        await ReportExternalAsync(label);
    }

    /// <summary>Two orders that are not ours, one that works and one that has ended.</summary>
    private async Task ReportExternalAsync(string label)
    {
        await fresh.Reports.ApplyAsync(
            label, SimulationBroker.Name,
            new OrderReport(
                Order($"new-{label}-{Round}", $"stranger-{Round}", "new", 0), OrderReportSources.TradeUpdates,
                new OrderEvent("new", null, null, null, null, At.AddSeconds(Round))),
            Never);
        await fresh.Reports.ApplyAsync(
            label, "alpaca", new OrderReport(Order($"done-{label}-{Round}", $"stranger-done-{Round}", "filled", 10), OrderReportSources.Reconcile), Never);
    }

    private async Task KeepUnreadAsync(string label)
    {
        foreach (var key in new[] { "resolved", "acknowledged", "open" })
        {
            await Unread.KeepAsync(label, UnreadKinds.Order, $"{key}-{Round}", new UnreadItem(key, "AAPL", "odd", "{}"), Never);
        }
    }

    /// <summary>The first look sets what is compared with; the second finds that cash has moved.</summary>
    private async Task MoveMoneyAsync(string label)
    {
        await Days.MovedUnexplainedAsync(label, Baseline(1_000), 1, Never);
        await Days.MovedUnexplainedAsync(label, Baseline(1_000 - (50 * Round)), 1, Never);
    }

    private Task SnapshotAsync(string label) => new SnapshotStore(fresh.Database).WriteAsync(
        label, new MarketClock(At, true, At, At), new BrokerAccount(1, 1, 1, 1, false, true), [new BrokerPosition("AAPL", 1, 1, 1, 1)], Never);
}

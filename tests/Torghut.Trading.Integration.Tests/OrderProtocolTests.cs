using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Leasing;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Portfolio;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// Every state of the order protocol meets every trigger, in the database: what is allowed moves the row together with its audit row, what is absorbed changes
/// nothing, what is forbidden is refused and changes nothing.
/// </summary>
public sealed class OrderProtocolTests
{
    private static readonly OrderState[] States = Enum.GetValues<OrderState>();
    private static readonly OrderTrigger[] Triggers = Enum.GetValues<OrderTrigger>();

    private FreshDatabase _fresh = null!;

    [OneTimeSetUp]
    public async Task CreateAsync() => _fresh = await FreshDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task DropAsync() => await _fresh.DisposeAsync();

    [TestCaseSource(nameof(States))]
    public async Task LocalTrigger_InState_DoesWhatTheTableSays(object state)
    {
        foreach (var trigger in Triggers.Where(trigger => trigger < OrderTrigger.BrokerWorking))
        {
            var row = await _fresh.DecisionAsync((OrderState)state);
            var expected = OrderStateMachine.Apply(row.State, trigger);
            var before = await AuditRowsAsync(row);
            if (expected.Kind == TransitionKind.Moved)
            {
                await StepAsync(row, trigger);
                Assert.That(await StateAsync(row), Is.EqualTo(expected.Next.Name()), $"{state} {trigger}");
                Assert.That(await AuditRowsAsync(row), Is.EqualTo(before + 1), $"{state} {trigger}: one audit row");
            }
            else
            {
                await Assert.ThatAsync(() => StepAsync(row, trigger), Throws.InstanceOf<IllegalTransitionException>(), $"{state} {trigger}");
                Assert.That((await StateAsync(row), await AuditRowsAsync(row)), Is.EqualTo((row.Status, before)), $"{state} {trigger}");
            }
        }
    }

    [TestCaseSource(nameof(States))]
    public async Task BrokerReport_InState_DoesWhatTheTableSays(object state)
    {
        foreach (var (status,
            filled) in new[] { ("new", 0m), ("partially_filled", 4m), ("filled", 10m), ("canceled", 0m), ("rejected", 0m), ("expired", 0m), ("replaced", 0m) })
        {
            var row = await _fresh.DecisionAsync((OrderState)state);
            var expected = OrderStateMachine.Apply(row.State, BrokerStatus.ToTrigger(status, filled));
            var result = await _fresh.Reports.ApplyAsync(FreshDatabase.Account, "test", Report(row, status, filled), CancellationToken.None);
            Assert.That(await StateAsync(row), Is.EqualTo(expected.Next.Name()), $"{state} {status}");
            Assert.That(result.Violation, Is.EqualTo(expected.Kind == TransitionKind.Illegal), $"{state} {status}");
        }
    }

    [Test]
    public async Task LocalTrigger_StateHasMovedOn_ChangesNothing()
    {
        var row = await _fresh.DecisionAsync(OrderState.Approved);
        await _fresh.Decisions.ApplyAsync(row, OrderTrigger.SafetyWithheld, "drill", CancellationToken.None);
        var before = await AuditRowsAsync(row);
        Assert.That(await _fresh.Decisions.ApplyAsync(row, OrderTrigger.AgeLimitPassed, "drill", CancellationToken.None), Is.Null);
        Assert.That((await StateAsync(row), await AuditRowsAsync(row)), Is.EqualTo(("withheld", before)));
    }

    [TestCase(1, "owner", true, TestName = "Claim_WithTheLease_Moves")]
    [TestCase(1, "another", false, TestName = "Claim_WithAnothersLease_Refused")]
    [TestCase(0, "owner", false, TestName = "Claim_WithAStaleToken_Refused")]
    public async Task Claim(int tokenOffset, string owner, bool claimed)
    {
        var lease = await new LeaseStore(_fresh.Database).AcquireAsync($"lease-{Guid.NewGuid():N}", "owner", TimeSpan.FromMinutes(5), CancellationToken.None);
        var row = await _fresh.DecisionAsync(OrderState.Approved);
        Assert.That(await _fresh.Decisions.ClaimAsync(row, lease! with { Owner = owner, Token = lease.Token - 1 + tokenOffset }, "test", row.MarketTs,
            CancellationToken.None), Is.EqualTo(claimed));
        Assert.That(await StateAsync(row), Is.EqualTo(claimed ? "submitting" : "approved"));
    }

    [Test]
    public async Task Claim_LeaseExpired_Refused()
    {
        var lease = await new LeaseStore(_fresh.Database).AcquireAsync($"lease-{Guid.NewGuid():N}", "owner", TimeSpan.Zero, CancellationToken.None);
        var row = await _fresh.DecisionAsync(OrderState.Approved);
        Assert.That(await _fresh.Decisions.ClaimAsync(row, lease!, "test", row.MarketTs, CancellationToken.None), Is.False);
    }

    /// <summary>The last statement before a request leaves obeys the latches as Postgres knows them.</summary>
    [TestCase("emergency_stop", false, false)]
    [TestCase("emergency_stop", true, false)]
    [TestCase("daily_loss", true, false)]
    [TestCase("daily_loss", false, true)]
    [TestCase("reconciliation_break", true, false)]
    [TestCase("reconciliation_break", false, true)]
    [TestCase("exits_only", true, false)]
    [TestCase("exits_only", false, true)]
    public async Task Claim_LatchEngaged_OnlyExitsUnderAReducingOne(string latch, bool opens, bool claimed)
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var lease = await new LeaseStore(fresh.Database).AcquireAsync("loop", "owner", TimeSpan.FromMinutes(5), CancellationToken.None);
        var row = await fresh.DecisionAsync(OrderState.Approved);
        await fresh.ExecuteAsync($"UPDATE trade_decisions SET opens_exposure = {opens} WHERE id = '{row.Id}'");
        await fresh.Latches.EngageAsync(FreshDatabase.Account, latch, "drill", "tester", CancellationToken.None);
        Assert.That(await fresh.Decisions.ClaimAsync(row, lease!, "test", row.MarketTs, CancellationToken.None), Is.EqualTo(claimed));
    }

    /// <summary>Limits on how often orders leave count from when they left; one that did not leave is none.</summary>
    [TestCase("submitting", 1)]
    [TestCase("filled", 1)]
    [TestCase("approved", 0)]
    [TestCase("expired", 0)]
    [TestCase("withheld", 0)]
    public async Task Rate_OrderThatWaitedLongerThanAMinute_CountsFromWhenItLeft(string status, int expected)
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var lease = await new LeaseStore(fresh.Database).AcquireAsync("loop", "owner", TimeSpan.FromMinutes(5), CancellationToken.None);
        var row = await fresh.DecisionAsync(OrderState.Approved);
        await fresh.ExecuteAsync($"UPDATE trade_decisions SET opens_exposure = true WHERE id = '{row.Id}'");
        var now = row.MarketTs.AddSeconds(90);
        Assert.That(await fresh.Decisions.ClaimAsync(row, lease!, "test", now, CancellationToken.None), Is.True);
        await fresh.ExecuteAsync($"UPDATE trade_decisions SET status = '{status}' WHERE id = '{row.Id}'");

        var rate = await new OrderRateStore(fresh.Database).LoadAsync(FreshDatabase.Account, now, TimeSpan.Zero, CancellationToken.None);
        Assert.That((rate.EntriesLastMinute(row.StrategyName, row.Symbol), rate.OrdersLastMinute), Is.EqualTo((expected, expected)));
    }

    private async Task StepAsync(DecisionRow row, OrderTrigger trigger)
    {
        if (trigger == OrderTrigger.Claimed)
        {
            var lease = await new LeaseStore(_fresh.Database).AcquireAsync("loop", "owner", TimeSpan.FromMinutes(5), CancellationToken.None);
            Assert.That(await _fresh.Decisions.ClaimAsync(row, lease!, "test", row.MarketTs, CancellationToken.None), Is.True);
            return;
        }

        Assert.That(await _fresh.Decisions.ApplyAsync(row, trigger, "drill", CancellationToken.None), Is.Not.Null);
    }

    private Task<string> StateAsync(DecisionRow row) => _fresh.QueryAsync<string>("SELECT status FROM trade_decisions WHERE id = @Id", new { row.Id });

    private Task<long> AuditRowsAsync(DecisionRow row) =>
        _fresh.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE subject = @DecisionHash", new { row.DecisionHash });

    private static OrderReport Report(DecisionRow row, string status, decimal filled) => new(
        new BrokerOrder
        {
            OrderId = Guid.NewGuid().ToString(),
            ClientOrderId = row.DecisionHash,
            Symbol = row.Symbol,
            Side = row.Action,
            Type = "market",
            TimeInForce = "day",
            Qty = 10,
            Status = status,
            FilledQty = filled,
            FilledAvgPrice = filled == 0 ? null : 100,
            UpdatedAt = TimeProvider.System.GetUtcNow(),
            RawJson = "{}",
        },
        OrderReportSources.Reconcile);
}

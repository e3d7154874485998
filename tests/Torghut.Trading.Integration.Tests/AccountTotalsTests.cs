using Torghut.Trading.Audit;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Shares and cash as fills make them, whether an order is first seen filled or grows, bought or sold.</summary>
public sealed class AccountTotalsTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    private FreshDatabase _fresh = null!;

    [SetUp]
    public async Task CreateAsync() => _fresh = await FreshDatabase.CreateAsync();

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [TestCase("buy", 10, -1_000)]
    [TestCase("sell", -10, 1_000)]
    public async Task Totals_OrderSeenFilled_CountsOnce(string side, decimal shares, decimal cash)
    {
        await ReportAsync(side, "filled", 10, 100);
        await ReportAsync(side, "filled", 10, 100);
        await AssertTotalsAsync(shares, cash);
    }

    [TestCase("buy", 10, -1_020)]
    [TestCase("sell", -10, 1_020)]
    public async Task Totals_FillThatGrows_CountsWhatItCameTo(string side, decimal shares, decimal cash)
    {
        await ReportAsync(side, "new", 0, null);
        await ReportAsync(side, "partially_filled", 4, 99);
        await ReportAsync(side, "filled", 10, 102);
        await AssertTotalsAsync(shares, cash);
    }

    [Test]
    public async Task SentExits_OfAPosition_LeaveEntriesOut()
    {
        foreach (var opens in new[] { true, false })
        {
            var row = await _fresh.DecisionAsync(OrderState.BrokerRejected);
            await _fresh.ExecuteAsync($"UPDATE trade_decisions SET opens_exposure = {opens}, claimed_at = now() WHERE id = '{row.Id}'");
        }

        var asked = new DecisionRow { Id = Guid.NewGuid(), AccountLabel = FreshDatabase.Account, Symbol = "AAPL", Action = "buy" };
        var exits = await new OrderQueries(_fresh.Database).SentExitsAsync(asked, 10, CancellationToken.None);
        Assert.That(exits, Has.Count.EqualTo(1), "an entry that the broker refused holds no exit back");
    }

    private async Task AssertTotalsAsync(decimal shares, decimal cash)
    {
        var totals = await new AccountBaselineStore(_fresh.Database, _fresh.Audit, TimeProvider.System).TotalsAsync(
            FreshDatabase.Account, CancellationToken.None);
        Assert.That((totals.Positions["AAPL"], totals.Cash), Is.EqualTo((shares, cash)));
        Assert.That(await new AuditTotals(_fresh.Database).FaultAsync(CancellationToken.None), Is.Null);
    }

    private Task<OrderReportResult> ReportAsync(string side, string status, decimal filled, decimal? average) => _fresh.Reports.ApplyAsync(
        FreshDatabase.Account,
        "alpaca",
        new OrderReport(
            new BrokerOrder
            {
                OrderId = "o",
                ClientOrderId = "c",
                Symbol = "AAPL",
                Side = side,
                Type = "market",
                TimeInForce = "day",
                Qty = 10,
                Status = status,
                FilledQty = filled,
                FilledAvgPrice = average,
                UpdatedAt = At,
                RawJson = "{}",
            },
            OrderReportSources.Reconcile),
        CancellationToken.None);
}

using Dapper;
using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What is stored of an order follows the broker, not whoever wrote to the stream; and the totals follow what is stored.</summary>
public sealed class OrderEvidenceStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    private FreshDatabase _fresh = null!;
    private FakeTimeProvider _time = null!;
    private OrderReportStore _store = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _fresh = await FreshDatabase.CreateAsync();
        _time = new FakeTimeProvider(Start);
        _store = new OrderReportStore(_fresh.Database, _fresh.Audit, new BrokerOptions(), _time);
    }

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [Test]
    public async Task Record_WithMoreFilledThanOrdered_IsRefusedAndLeavesNoTrace()
    {
        var decision = await _fresh.DecisionAsync(OrderState.Submitted);
        await AnswerAsync(decision.DecisionHash, "new", 0);
        var before = await _fresh.DigestAsync();
        Assert.That(
            async () => await StreamAsync(decision.DecisionHash, "filled", 1_000, "x1", ordered: 1_000),
            Throws.InstanceOf<OrderReportRefusedException>().With.Message.StartsWith("overfill"));
        Assert.That(
            async () => await StreamAsync(decision.DecisionHash, "filled", 4, "x2", symbol: "MSFT"), Throws.InstanceOf<OrderReportRefusedException>());
        Assert.That(await _fresh.DigestAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task ForgedRecord_ThatTheBrokerContradictsTwice_IsReplacedWithItsTotalsAndItsDecision()
    {
        var decision = await _fresh.DecisionAsync(OrderState.Submitted);
        await AnswerAsync(decision.DecisionHash, "new", 0);
        await StreamAsync(decision.DecisionHash, "filled", 10, "forged");
        Assert.That(await RowAsync(), Is.EqualTo(("filled", 10m, false)));
        Assert.That(await TotalAsync(), Is.EqualTo(10));

        await AnswerAsync(decision.DecisionHash, "new", 0);
        Assert.That(await RowAsync(), Is.EqualTo(("filled", 10m, false)), "an answer may lag behind the stream");
        _time.Advance(TimeSpan.FromSeconds(15));
        var replaced = await AnswerAsync(decision.DecisionHash, "new", 0);
        Assert.That(replaced.Replaced, Is.True);
        Assert.That(await RowAsync(), Is.EqualTo(("new", 0m, false)));
        Assert.That(await TotalAsync(), Is.Zero);
        Assert.That(await _fresh.QueryAsync<string>("SELECT status FROM trade_decisions"), Is.EqualTo("submitted"));
        Assert.That(await _fresh.QueryAsync<string>("SELECT payload #>> '{replaces,filled_qty}' FROM audit_log ORDER BY seq DESC LIMIT 1"), Is.EqualTo("10"));

        await StreamAsync(decision.DecisionHash, "filled", 10, "forged");
        Assert.That(await RowAsync(), Is.EqualTo(("new", 0m, false)), "the same record again says nothing new");
        await AnswerAsync(decision.DecisionHash, "filled", 10);
        Assert.That(await RowAsync(), Is.EqualTo(("filled", 10m, true)), "and what the broker raises counts at once");
    }

    [Test]
    public async Task BustedFill_InAnyOrder_TakesSharesAndCashBack()
    {
        foreach (var bustFirst in new[] { false, true })
        {
            var id = bustFirst ? "b" : "a";
            if (bustFirst)
            {
                await StreamAsync(id, "partially_filled", 4, null, "trade_bust", second: 9);
            }

            await StreamAsync(id, "filled", 10, "x-" + id);
            await StreamAsync(id, "partially_filled", 4, null, "trade_bust", second: 9);
            Assert.That(await RowAsync(id), Is.EqualTo(("partially_filled", 4m, false)), $"bust first: {bustFirst}");
        }

        Assert.That(await TotalAsync(), Is.EqualTo(8));
    }

    /// <summary>Working orders that every list shows must not stand before those that none does.</summary>
    [Test]
    public async Task Unsettled_MoreThanTheLimitWereRead_GivesThoseThatWereNot()
    {
        for (var i = 0; i < 5; i++)
        {
            var decision = await _fresh.DecisionAsync(OrderState.Submitted);
            await AnswerAsync(decision.DecisionHash, "new", 0);
        }

        var queries = new OrderQueries(_fresh.Database);
        var orders = await queries.UnsettledAsync(FreshDatabase.Account, [], 10, CancellationToken.None);
        var left = await queries.UnsettledAsync(FreshDatabase.Account, [.. orders.SkipLast(1).Select(order => order.OrderId)], 3, CancellationToken.None);
        Assert.That(orders, Has.Count.EqualTo(5));
        Assert.That(left, Is.EqualTo(orders.TakeLast(1)));
    }

    [Test]
    public async Task Order_ThatTheBrokerDoesNotKnow_EndsAfterThreePassesAndTheGrace()
    {
        var decision = await _fresh.DecisionAsync(OrderState.Submitted);
        await AnswerAsync(decision.DecisionHash, "partially_filled", 3);
        Assert.That(await NotFoundAsync(decision.DecisionHash), Is.False);
        Assert.That(await NotFoundAsync(decision.DecisionHash), Is.False);
        Assert.That(await NotFoundAsync(decision.DecisionHash), Is.False, "three within the grace prove nothing");
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.That(await NotFoundAsync(decision.DecisionHash), Is.True);
        Assert.That(await RowAsync(), Is.EqualTo(("vanished", 3m, true)));
        Assert.That(await _fresh.QueryAsync<string>("SELECT status FROM trade_decisions"), Is.EqualTo("vanished"));
        var queries = new OrderQueries(_fresh.Database);
        Assert.That(await queries.UnsettledAsync(FreshDatabase.Account, [], 10, CancellationToken.None), Is.Empty, "it is not asked about any more");
        await AnswerAsync(decision.DecisionHash, "filled", 10);
        Assert.That(await RowAsync(), Is.EqualTo(("filled", 10m, true)), "should the broker show it after all");
        Assert.That(await _fresh.QueryAsync<string>("SELECT status FROM trade_decisions"), Is.EqualTo("filled"));
    }

    [Test]
    public async Task Order_NotFoundTwiceInAnHour_IsAskedAboutOnceMore()
    {
        var decision = await _fresh.DecisionAsync(OrderState.Submitted);
        await AnswerAsync(decision.DecisionHash, "new", 0);
        await NotFoundAsync(decision.DecisionHash);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(await NotFoundAsync(decision.DecisionHash), Is.False, "two answers may be one hiccup each");
        Assert.That(await NotFoundAsync(decision.DecisionHash), Is.True);
    }

    [Test]
    public async Task Order_FoundAgain_BeginsItsCountAgain()
    {
        await AnswerAsync("a", "new", 0);
        await NotFoundAsync("a");
        await NotFoundAsync("a");
        _time.Advance(TimeSpan.FromSeconds(15));
        await AnswerAsync("a", "new", 0);
        Assert.That(await NotFoundAsync("a"), Is.False);
    }

    [Test]
    public async Task Fraction_OfNineDecimals_IsExplainedExactly()
    {
        await AnswerAsync("a", "filled", 0.957680115m, 100.25m);
        var known = await new AccountBaselineStore(_fresh.Database, _fresh.Audit, _time).TotalsAsync(FreshDatabase.Account, CancellationToken.None);
        Assert.That((known.Positions["AAPL"], known.Cash), Is.EqualTo((0.957680115m, -96.007431529m)));
        Assert.That(await _fresh.QueryAsync<decimal>("SELECT filled_qty FROM executions"), Is.EqualTo(0.957680115m));
    }

    /// <summary>The totals are never computed from history again, so they must be what history would give, whatever was done to it.</summary>
    [Test]
    public async Task Totals_AfterAnyReportsAndChanges_EqualTheSumsOverHistory()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var id = $"o{random.Next(20)}";
            var symbol = int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture) % 3 == 0 ? "AAPL" : "MSFT";
            var filled = random.Next(0, 11);
            if (random.Next(3) == 0)
            {
                await AnswerAsync(id, filled == 10 ? "filled" : filled == 0 ? "new" : "partially_filled", filled, 100 + random.Next(3), symbol);
            }
            else
            {
                await StreamAsync(id, filled == 10 ? "filled" : filled == 0 ? "new" : "partially_filled", filled, $"x{i}", symbol: symbol,
                    second: random.Next(5) * 43_200);
            }

            _time.Advance(TimeSpan.FromSeconds(random.Next(20)));
        }

        await _fresh.ExecuteAsync(
            "UPDATE executions SET filled_qty = filled_qty + 1 WHERE symbol = 'AAPL'; UPDATE executions SET side = 'sell' WHERE filled_qty > 5");
        Assert.That(await new Audit.AuditTotals(_fresh.Database).FaultAsync(CancellationToken.None), Is.Null);
        await _fresh.ExecuteAsync("UPDATE account_totals SET qty = qty + 1 WHERE symbol = 'MSFT'");
        Assert.That(await new Audit.AuditTotals(_fresh.Database).FaultAsync(CancellationToken.None), Is.EqualTo("account_totals paper/fills/MSFT"));
        await _fresh.ExecuteAsync("UPDATE account_totals SET qty = qty - 1 WHERE symbol = 'MSFT'; UPDATE fill_positions SET qty = qty + 1");
        Assert.That(await new Audit.AuditTotals(_fresh.Database).FaultAsync(CancellationToken.None), Does.StartWith("fill_positions paper//AAPL/2026-02-0"));
    }

    private async Task<(string Status, decimal Filled, bool Settled)> RowAsync(string? clientId = null)
    {
        await using var connection = await _fresh.Database.OpenAsync(CancellationToken.None);
        return await connection.QuerySingleAsync<(string, decimal, bool)>(
            "SELECT status, filled_qty, is_settled FROM executions WHERE @clientId::text IS NULL OR client_order_id = @clientId", new { clientId });
    }

    private Task<decimal> TotalAsync() => _fresh.QueryAsync<decimal>("SELECT coalesce(sum(qty), 0) FROM account_totals WHERE source = 'fills'");

    private Task<bool> NotFoundAsync(string clientId) => _store.NotFoundAsync(FreshDatabase.Account, "o-" + clientId, CancellationToken.None);

    private Task<OrderReportResult> AnswerAsync(string clientId, string status, decimal filled, decimal price = 100, string symbol = "AAPL") =>
        _store.ApplyAsync(
            FreshDatabase.Account,
            "test",
            new OrderReport(Order(clientId, status, filled, price, symbol, 10, 0), OrderReportSources.Reconcile),
            CancellationToken.None);

    private Task<OrderReportResult> StreamAsync(
        string clientId, string status, decimal filled, string? execution, string name = "fill", int second = 1, string symbol = "AAPL",
        decimal ordered = 10) =>
        _store.ApplyAsync(
            FreshDatabase.Account,
            "test",
            new OrderReport(
                Order(clientId, status, filled, 100, symbol, ordered, second),
                OrderReportSources.TradeUpdates,
                new OrderEvent(name, execution, 100, filled, filled, Start.AddSeconds(second))),
            CancellationToken.None);

    private static BrokerOrder Order(string clientId, string status, decimal filled, decimal price, string symbol, decimal ordered, int second) => new()
    {
        OrderId = "o-" + clientId,
        ClientOrderId = clientId,
        Symbol = symbol,
        Side = "buy",
        Type = "limit",
        TimeInForce = "day",
        Qty = ordered,
        Status = status,
        FilledQty = filled,
        FilledAvgPrice = filled == 0 ? null : price,
        UpdatedAt = Start.AddSeconds(second),
        RawJson = "{}",
    };
}

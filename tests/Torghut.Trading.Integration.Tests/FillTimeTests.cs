using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Integration.Tests;

/// <summary>When an order's last fill was, whatever came after it and in whatever order it was reported.</summary>
public sealed class FillTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    private FreshDatabase _fresh = null!;

    [SetUp]
    public async Task CreateAsync() => _fresh = await FreshDatabase.CreateAsync();

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    /// <summary>The broker names no time of filling for an order that was not filled as a whole.</summary>
    [TestCase("canceled")]
    [TestCase("expired")]
    public async Task PartFilledOrder_ThatEnds_HasTheTimeOfItsLastFillInAnyOrder(string end)
    {
        OrderReport[] reports =
        [
            Event("partial_fill", "partially_filled", 3, 10), Event("partial_fill", "partially_filled", 4, 20), Event(end, end, 4, 90), Poll(end, 4, 95),
        ];
        foreach (var order in Permutations(reports))
        {
            var id = Guid.NewGuid().ToString("N");
            foreach (var report in order)
            {
                await ApplyAsync(id, report);
            }

            Assert.That(await LastFillAsync(id), Is.EqualTo(Start.AddSeconds(20)), string.Join(", ", order.Select(report => report.Event?.Name ?? "poll")));
        }
    }

    [Test]
    public async Task PartFilledOrder_ThatIsPolledOnly_HasTheTimeAtWhichSoMuchWasSeenFirst()
    {
        await ApplyAsync("a", Poll("new", 0, 1));
        Assert.That(await LastFillAsync("a"), Is.Null);
        await ApplyAsync("a", Poll("partially_filled", 4, 20));
        await ApplyAsync("a", Poll("pending_cancel", 4, 30));
        await ApplyAsync("a", Poll("canceled", 4, 90));
        Assert.That(await LastFillAsync("a"), Is.EqualTo(Start.AddSeconds(20)));
    }

    [Test]
    public async Task FilledOrder_HasTheBrokersTime()
    {
        await ApplyAsync("a", Event("partial_fill", "partially_filled", 4, 20));
        var filled = Poll("filled", 10, 40);
        await ApplyAsync("a", filled with { Order = filled.Order with { FilledAt = Start.AddSeconds(33) } });
        Assert.That(await LastFillAsync("a"), Is.EqualTo(Start.AddSeconds(33)));
    }

    [Test]
    public async Task ForgedFill_ThatTheBrokerTakesBack_LeavesNoTime()
    {
        await ApplyAsync("a", Event("fill", "filled", 10, 5_000));
        await ApplyAsync("a", Event("trade_bust", "partially_filled", 4, 6_000));
        await ApplyAsync("a", Event("partial_fill", "partially_filled", 4, 20));
        Assert.That(await LastFillAsync("a"), Is.EqualTo(Start.AddSeconds(20)), "only a fill that still counts has a time");
    }

    private static IEnumerable<OrderReport[]> Permutations(OrderReport[] reports) => reports.Length == 1 ? [reports]
        : reports.SelectMany((first, i) => Permutations([.. reports.Where((_, j) => j != i)]).Select(rest => (OrderReport[])[first, .. rest]));

    private static OrderReport Event(string name, string status, decimal filled, int second) => new(
        Order(status, filled, second), OrderReportSources.TradeUpdates,
        new OrderEvent(name, name.Contains("fill", StringComparison.Ordinal) ? $"x{second}" : null, 100, filled, filled, Start.AddSeconds(second)));

    private static OrderReport Poll(string status, decimal filled, int second) => new(Order(status, filled, second), OrderReportSources.Reconcile);

    private static BrokerOrder Order(string status, decimal filled, int second) => new()
    {
        OrderId = "",
        ClientOrderId = "",
        Symbol = "AAPL",
        Side = "buy",
        Type = "limit",
        TimeInForce = "day",
        Qty = 10,
        Status = status,
        FilledQty = filled,
        FilledAvgPrice = filled == 0 ? null : 100,
        UpdatedAt = Start.AddSeconds(second),
        RawJson = "{}",
    };

    /// <summary>The report as one of that order: an execution is of one order only.</summary>
    private Task<OrderReportResult> ApplyAsync(string id, OrderReport report) => _fresh.Reports.ApplyAsync(
        FreshDatabase.Account,
        "test",
        report with
        {
            Order = report.Order with { OrderId = "o-" + id, ClientOrderId = id },
            Event = report.Event is { ExecutionId: { } execution } happened ? happened with { ExecutionId = execution + id } : report.Event,
        },
        CancellationToken.None);

    private Task<DateTimeOffset?> LastFillAsync(string id) =>
        _fresh.QueryAsync<DateTimeOffset?>($"SELECT last_fill_at FROM executions WHERE client_order_id = '{id}'");
}

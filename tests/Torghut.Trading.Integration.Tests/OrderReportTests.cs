using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Execution;
using Torghut.Trading.Migrations;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Trade updates may come in any order and any number of times; the rows end the same.</summary>
public sealed class OrderReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    private static readonly OrderReport[] Story =
    [
        Report("new", "new", 0, null, 0, null),
        Report("partial_fill", "partially_filled", 4, "x1", 1, 4),
        Report("partial_fill", "partially_filled", 7, "x2", 2, 3),
        Report("fill", "filled", 10, "x3", 3, 3),
    ];

    [Test]
    public async Task Apply_AnyOrderAndRepetition_SameRows()
    {
        var dsn = await Infrastructure.CreateDatabaseAsync("n" + Guid.NewGuid().ToString("N")[..12]);
        var options = new DatabaseOptions { Dsn = dsn };
        await using var database = new Database(options);
        await new MigrationRunner(database, "").RunAsync(CancellationToken.None);
        var store = new OrderReportStore(database, new AuditLog(database), new BrokerOptions(), TimeProvider.System);
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var label = $"account-{round}";
            var story = Story.Concat(Story).OrderBy(_ => random.Next()).ToList();
            foreach (var report in story)
            {
                await store.ApplyAsync(label, "test", Of(report, round), CancellationToken.None);
            }

            await using var connection = await database.OpenAsync(CancellationToken.None);
            var row = await connection.QuerySingleAsync<(string Status, decimal Filled, decimal Price)>(
                "SELECT status, filled_qty, filled_avg_price FROM executions WHERE account_label = @label", new { label });
            var events = await connection.QuerySingleAsync<(long Count, decimal Filled)>(
                "SELECT count(*), coalesce(sum(qty) FILTER (WHERE event LIKE '%fill'), 0) FROM order_events WHERE account_label = @label", new { label });
            Assert.That((row.Status, row.Filled, row.Price, events.Count, events.Filled), Is.EqualTo(("filled", 10m, 110m, 4L, 10m)), $"round {round}");
        }
    }

    [Test]
    public async Task Apply_SameReportConcurrently_OneRow()
    {
        var dsn = await Infrastructure.CreateDatabaseAsync("n" + Guid.NewGuid().ToString("N")[..12]);
        var options = new DatabaseOptions { Dsn = dsn, MaxConnections = 20 };
        await using var database = new Database(options);
        await new MigrationRunner(database, "").RunAsync(CancellationToken.None);
        var store = new OrderReportStore(database, new AuditLog(database), new BrokerOptions(), TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => store.ApplyAsync("paper", "test", Of(Story[i % Story.Length], 0), CancellationToken.None)));
        await using var connection = await database.OpenAsync(CancellationToken.None);
        Assert.That(await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM executions WHERE status = 'filled' AND filled_qty = 10"), Is.EqualTo(1));
        Assert.That(await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM order_events"), Is.EqualTo(4));
    }

    private static OrderReport Of(OrderReport report, int round) =>
        report with { Order = report.Order with { OrderId = $"o-{round}", ClientOrderId = $"c-{round}" } };

    private static OrderReport Report(string name, string status, decimal filled, string? execution, int second, decimal? qty) => new(
        new BrokerOrder
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
            FilledAvgPrice = filled == 0 ? null : 100 + filled,
            UpdatedAt = Start.AddSeconds(second),
            RawJson = "{\"qty\":\"10\",\"ratio\":0.5}",
        },
        OrderReportSources.TradeUpdates,
        new OrderEvent(name, execution, execution is null ? null : 100 + filled, qty, filled, Start.AddSeconds(second)));
}

using Torghut.Trading.Advisory;
using Torghut.Trading.Audit;
using Torghut.Trading.Backtest;
using Torghut.Trading.Execution;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Steps of a run that writes to every table.</summary>
internal static class FullRun
{
    /// <summary>What the consumer of trade updates writes, without a Kafka of its own.</summary>
    public static async Task ApplyTradeUpdateAsync(TradingStack stack)
    {
        var order = AlpacaMapping.Order((await stack.Broker.OrdersAsync())[0]);
        await using var database = new Database(new DatabaseOptions { Dsn = stack.Environment["DB_DSN"] });
        var store = new OrderReportStore(database, new AuditLog(database), new BrokerOptions(), TimeProvider.System);
        await store.ApplyAsync("paper", "test",
            new OrderReport(order, OrderReportSources.TradeUpdates, new OrderEvent("fill", "x1", 1.25m, 2.5m, -3m, order.UpdatedAt)), CancellationToken.None);
    }

    /// <summary>What a night's comparison and a demotion write.</summary>
    public static async Task CompareAndDemoteAsync(TradingStack stack)
    {
        await using var database = new Database(new DatabaseOptions { Dsn = stack.Environment["DB_DSN"] });
        await new ParityStore(database).SaveAsync(ParityDay.Of("paper", new DateOnly(2026, 2, 6), [], [], []), CancellationToken.None);
        await new CounterfactualStore(database).DemoteAsync(
            "paper", "standing", "evidence", new CounterfactualVerdict(CounterfactualVerdict.Harmful, 200, 5, -2.5m, -1.25m), CancellationToken.None);
    }
}

using System.Diagnostics;
using System.Globalization;
using Dapper;
using Torghut.Trading.Api;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// What runs every two seconds, every tick and every reconciliation costs the same whatever the tables hold. The statements are the ones that the service
/// sends, and Postgres counts how often they read a table from end to end.
/// </summary>
public sealed class LargeHistoryTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(20);

    [Test]
    [Category("Long")]
    public Task PeriodicQueries_OverAHundredThousandOrders_ReadNoTableThrough() => MeasureAsync(100_000, timed: false);

    [Test]
    [Category("Drill")]
    public Task PeriodicQueries_OverAMillionOrders_StayWithinTheirBound() => MeasureAsync(1_000_000, timed: true);

    private static async Task MeasureAsync(int orders, bool timed)
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        await using (var connection = await fresh.Database.OpenAsync(CancellationToken.None))
        {
            await LargeHistory.LoadAsync(connection, orders);
        }

        var before = await ScansAsync(fresh);
        var slow = new List<string>();
        foreach (var (name, run) in Queries(fresh))
        {
            var unread = await IndexScansAsync(fresh);
            await run();
            var read = await IndexScansAsync(fresh);
            var times = new List<double>();
            for (var i = 0; i < 20; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await run();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            times.Sort();
            var plan = string.Join(", ", read.Where(index => index.Value > unread[index.Key]).Select(index => index.Key).Order(StringComparer.Ordinal));
            var line = string.Create(CultureInfo.InvariantCulture,
                $"drill: {name,-60} median {times[10],8:0.00} ms, worst {times[^1],8:0.00} ms; by {(plan.Length > 0 ? plan : "no index: small tables")}");
            await TestContext.Out.WriteLineAsync(line);
            if (timed && times[10] > Bound.TotalMilliseconds)
            {
                slow.Add(line);
            }
        }

        Assert.That(slow, Is.Empty, $"slower than {Bound.TotalMilliseconds} ms over {orders} orders");
        Assert.That(await ScansAsync(fresh), Is.EqualTo(before), "tables that were read from end to end, by Postgres's own count");
    }

    /// <summary>How often each large table was read from end to end. The connection is the pool's only one, so that its counts are all there are.</summary>
    private static async Task<string> ScansAsync(FreshDatabase fresh)
    {
        await fresh.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        return await fresh.QueryAsync<string>(
            """
            SELECT string_agg(relname || ' ' || seq_scan, ', ' ORDER BY relname) FROM pg_stat_user_tables
            WHERE relname IN ('trade_decisions', 'executions', 'order_events')
            """);
    }

    /// <summary>How often each index was used.</summary>
    private static async Task<IReadOnlyDictionary<string, long>> IndexScansAsync(FreshDatabase fresh)
    {
        await fresh.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        await using var connection = await fresh.Database.OpenAsync(CancellationToken.None);
        return (await connection.QueryAsync<(string Name, long Scans)>("SELECT indexrelname::text, idx_scan FROM pg_stat_user_indexes"))
            .ToDictionary(index => index.Name, index => index.Scans, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, Func<Task> Run)> Queries(FreshDatabase fresh)
    {
        var queries = new OrderQueries(fresh.Database);
        var baselines = new AccountBaselineStore(fresh.Database, fresh.Audit, TimeProvider.System);
        var activities = new ActivityStore(fresh.Database, fresh.Audit, TimeProvider.System);
        var days = new AccountDayStore(fresh.Database);
        var external = new ExternalOrderStore(fresh.Database, fresh.Audit, TimeProvider.System);
        var reads = new ReadQueries(fresh.Database);
        const string Account = FreshDatabase.Account;
        var none = CancellationToken.None;
        var now = TimeProvider.System.GetUtcNow();
        string[] ids = [.. Enumerable.Range(1, 500).Select(i => $"o-{i * 17}")];
        yield return ("poll: external orders and unread items", () => queries.CountExternalAsync(Account, none));
        yield return ("poll: 500 orders that were read again", () => queries.FollowedAsync(Account, ids, none));
        yield return ("reconciliation: unresolved orders", () => queries.UnresolvedAsync(Account, none));
        yield return ("reconciliation: count of unresolved orders", () => queries.CountUnresolvedAsync(Account, none));
        yield return ("reconciliation: unsettled orders", () => queries.UnsettledAsync(Account, [], 200, none));
        yield return ("reconciliation: totals of fills and activities", () => baselines.TotalsAsync(Account, none));
        yield return ("reconciliation: baseline in force", () => baselines.InForceAsync(Account, none));
        yield return ("reconciliation: money moved since the last close", () => activities.MovedInAsync(Account, now.AddDays(-1), none));
        yield return ("reconciliation: equity of the last close", () => days.LastEquitySinceAsync(Account, 100_000, now, none));
        yield return ("reconciliation: cash that nothing explains", () => days.MovedUnexplainedAsync(Account, null, 1, none));
        yield return ("reconciliation: external orders that have ended", () => external.AcknowledgeFinishedAsync(Account, none));
        yield return ("tick: decisions that wait", () => queries.InStatesAsync(Account, [OrderState.Planned, OrderState.Approved], 500, none));
        yield return ("tick: order rate", () => new OrderRateStore(fresh.Database).LoadAsync(Account, now, TimeSpan.FromMinutes(10), none));
        yield return ("tick: exits sent before", () => queries.SentExitsAsync(Exit("SPY"), 4, none));
        yield return ("tick: exits sent before, of a symbol without any", () => queries.SentExitsAsync(Exit("TSLA"), 4, none));
        yield return ("tick: latches", () => fresh.Latches.LoadAsync(Account, none));
        var newest = LargeHistory.Hash(1);
        yield return ("explain a decision", () => reads.ExplainAsync(newest, none));
        yield return ("page of executions", () => reads.ExecutionsAsync(new PageRequest(Account, null, null, null, null, 100), none));
        yield return ("page of executions of a symbol without any",
            () => reads.ExecutionsAsync(new PageRequest(Account, "TSLA", null, null, null, 100), none));
        yield return ("report on an order", () => fresh.Reports.ApplyAsync(Account, "test", Report(2), none));
    }

    private static DecisionRow Exit(string symbol) => new() { Id = Guid.NewGuid(), AccountLabel = FreshDatabase.Account, Symbol = symbol, Action = "sell" };

    private static OrderReport Report(int i) => new(
        new BrokerOrder
        {
            OrderId = $"o-{i}",
            ClientOrderId = LargeHistory.Hash(i),
            Symbol = "SPY",
            Side = "buy",
            Type = "limit",
            TimeInForce = "day",
            Qty = 10,
            Status = "new",
            UpdatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            RawJson = "{}",
        },
        OrderReportSources.Reconcile);
}

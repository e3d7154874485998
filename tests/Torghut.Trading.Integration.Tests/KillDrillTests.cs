using System.Globalization;
using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The emergency stop, tripped again and again while orders leave at a steady pace, judged from the broker's ledger.</summary>
// What it measures should not wait for others.
[NonParallelizable]
public sealed class KillDrillTests
{
    private const int DrillTrips = 50;
    private const int ShortTrips = 8;
    private const double OrdersPerSecond = 50;
    private const int WorkingOrders = 200;

    /// <summary>K1: from the latch to the last order request.</summary>
    private static readonly TimeSpan LatchToLastRequest = TimeSpan.FromMilliseconds(250);

    /// <summary>K2: from the latch to the first request to cancel all.</summary>
    private static readonly TimeSpan LatchToCancel = TimeSpan.FromSeconds(1);

    /// <summary>K2: from the latch to the last order's end.</summary>
    private static readonly TimeSpan LatchToEmptyBook = TimeSpan.FromSeconds(5);

    [Test]
    [Category("Long")]
    public async Task Stop_AFewTimesWhileOrdersFlow_NothingLeavesAfterIt() => await TripsAsync(ShortTrips);

    [Test]
    [Category("Drill")]
    [TimeLimit(3600)]
    public async Task Stop_AgainAndAgainWhileOrdersFlow_NothingLeavesAfterItAndInTime() => AssertInTime(await TripsAsync(DrillTrips));

    [Test]
    [Category("Long")]
    public async Task Stop_ManyWorkingOrders_BookEmpties() => await EmptyAsync();

    [Test]
    [Category("Drill")]
    [TimeLimit(3600)]
    public async Task Stop_ManyWorkingOrders_BookEmptiesInTime() => AssertInTime([await EmptyAsync()]);

    private static async Task<TripFigures> EmptyAsync()
    {
        await using var stack = await RestingOrders.CreateAsync();
        await stack.StartAsync();
        var now = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", now, 1);
        await stack.Tables.BuyAsync("AAPL", Enumerable.Range(0, WorkingOrders).Select(i => now.AddMilliseconds(i - WorkingOrders)));
        await Eventually.ReadsAsync(() => RestingOrders.OpenAsync(stack), open => open >= WorkingOrders, "orders work");
        var mark = await LastEntryAsync(stack);
        var figure = await TripAsync(stack, mark, "drill");
        await TestContext.Out.WriteLineAsync(
            $"drill: {figure.Cancelled} working orders: cancel-all {figure.Cancel.TotalMilliseconds:0} ms and the last order's end {figure.Empty.TotalMilliseconds:0} ms after the latch");
        Assert.That(figure.Cancelled, Is.EqualTo(WorkingOrders));
        return figure;
    }

    private static async Task<List<TripFigures>> TripsAsync(int trips)
    {
        await using var stack = await RestingOrders.CreateAsync();
        await stack.StartAsync();
        await using var feed = new SteadySignals(stack, OrdersPerSecond);
        var random = new Random(20260206);
        var figures = new List<TripFigures>();
        for (var trip = 1; trip <= trips; trip++)
        {
            var mark = await LastEntryAsync(stack);
            await OrdersLeaveAsync(stack, mark, random.Next(1, 40));
            var figure = await TripAsync(stack, mark, $"drill {trip}");
            figures.Add(figure);
            await stack.CountsAsync(
                $"SELECT count(*) FROM trade_decisions WHERE 'emergency_stop_active' = ANY(risk_reasons) AND created_at > '{figure.Latched:O}'", 1);
            var (status, _) = await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, Rearm($"drill {trip} is over"));
            Assert.That(status, Is.EqualTo(200));
        }

        await feed.StopAsync();
        await ReportAsync(figures);
        Assert.That(figures.Select(f => f.Sent), Is.All.Positive, "orders flowed before every trip");
        Assert.That(
            await stack.QueryAsync<long>(
                "SELECT count(DISTINCT payload ->> 'reason') FROM audit_log WHERE kind = 'latch_released' AND payload ->> 'actor' = 'tester'"),
            Is.EqualTo(trips),
            "every re-arming is in the audit with its reason");
        await SafetyOracle.HoldsAsync(stack);
        Assert.That(await stack.FindAuditFaultAsync(), Is.Null);
        return figures;
    }

    /// <summary>Stops, waits until the mass cancel says that the book is empty, and reads from the ledger what happened when.</summary>
    private static async Task<TripFigures> TripAsync(TradingStack stack, long mark, string reason)
    {
        var (status, response) = await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason, actor = "tester" });
        Assert.That(status, Is.EqualTo(202));
        var latched = response.GetProperty("engaged_at").GetDateTimeOffset();
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("latches").GetProperty("mass_cancel").GetString() == "book_empty",
            "the mass cancel ended");
        Assert.That(await RestingOrders.OpenAsync(stack), Is.Zero, "K2: the book is empty");

        var entries = await stack.Broker.LedgerAsync(mark);
        var orders = entries.Where(e => IsRequest(e, "POST")).Select(At).ToList();
        var cancels = entries.Where(e => IsRequest(e, "DELETE")).Select(At).ToList();
        var ended = entries.Where(e => Kind(e) == "order_event" && e.GetProperty("event").GetString() == "canceled").Select(At).ToList();
        Assert.That(cancels, Is.Not.Empty, "K2: cancel-all was sent");
        Assert.That(entries.Reverse().TakeWhile(e => !IsRequest(e, "DELETE")).Count(e => IsRequest(e, "POST")), Is.Zero, "K1: nothing leaves after the last cancel-all");
        var flowing = orders.Where(at => at <= latched).ToList();
        return new TripFigures(
            latched,
            orders.Count == 0 ? TimeSpan.Zero : orders.Max() - latched,
            cancels.Min() - latched,
            ended.Count == 0 ? TimeSpan.Zero : ended.Max() - latched,
            ended.Count,
            flowing.Count,
            flowing.Count < 2 ? TimeSpan.Zero : flowing.Max() - flowing.Min());
    }

    private static Task ReportAsync(List<TripFigures> figures)
    {
        var rate = figures.Sum(f => Math.Max(0, f.Sent - 1)) / Math.Max(0.001, figures.Sum(f => f.Flow.TotalSeconds));
        return TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: {figures.Count} trips, {figures.Sum(f => f.Sent)} orders at {rate:0.0} a second ({OrdersPerSecond} offered). After the latch, worst of all trips: last order request {figures.Max(f => f.LastOrder).TotalMilliseconds:0} ms, cancel-all {figures.Max(f => f.Cancel).TotalMilliseconds:0} ms, last order's end {figures.Max(f => f.Empty).TotalMilliseconds:0} ms; at most {figures.Max(f => f.Cancelled)} orders cancelled."));
    }

    /// <summary>The bounds are those of a machine with nothing else to do.</summary>
    private static void AssertInTime(List<TripFigures> figures) =>
        Assert.Multiple(() =>
        {
            Assert.That(figures.Max(f => f.LastOrder), Is.LessThanOrEqualTo(LatchToLastRequest), "K1");
            Assert.That(figures.Max(f => f.Cancel), Is.LessThanOrEqualTo(LatchToCancel), "K2: cancel-all");
            Assert.That(figures.Max(f => f.Empty), Is.LessThanOrEqualTo(LatchToEmptyBook), "K2: the book");
        });

    private static async Task<long> LastEntryAsync(TradingStack stack) => (await stack.Broker.LedgerAsync()).Select(e => e.GetProperty("seq").GetInt64())
        .LastOrDefault();

    private static Task OrdersLeaveAsync(TradingStack stack, long mark, int count) =>
        Eventually.HoldsAsync(async () => (await stack.Broker.LedgerAsync(mark)).Count(e => IsRequest(e, "POST")) >= count, $"{count} orders leave");

    private static object Rearm(string reason) => new { latch = "emergency_stop", reason, actor = "tester", confirm = "REARM paper" };

    private static bool IsRequest(JsonElement entry, string method) => Kind(entry) == "request" && entry.GetProperty("method").GetString() == method;

    private static string? Kind(JsonElement entry) => entry.GetProperty("kind").GetString();

    private static DateTimeOffset At(JsonElement entry) => entry.GetProperty("at").GetDateTimeOffset();

    /// <param name="Latched">Machine time of the latch, as the service says.</param>
    /// <param name="LastOrder">From the latch to the last order request the broker received; negative when it came before.</param>
    /// <param name="Cancel">From the latch to the first request to cancel all.</param>
    /// <param name="Empty">From the latch to the end of the last order.</param>
    /// <param name="Cancelled">Orders that were cancelled.</param>
    /// <param name="Sent">Orders sent before the latch.</param>
    /// <param name="Flow">From the first to the last of those.</param>
    private sealed record TripFigures(DateTimeOffset Latched, TimeSpan LastOrder, TimeSpan Cancel, TimeSpan Empty, int Cancelled, int Sent, TimeSpan Flow);
}

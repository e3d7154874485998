using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Streaming;
using Torghut.Alpaca.TradeUpdates;
using Torghut.Alpaca.Trading;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests;

/// <summary>The suite's own client and the simulator, written apart from each other, understand each other.</summary>
public sealed class OwnClientTests : SimulatorTestBase
{
    private static readonly AlpacaCredentials Credentials = new("sandbox-key", "sandbox-secret");

    private AlpacaRestOptions Rest => new() { BaseAddress = Simulator.BaseAddress, Credentials = Credentials };

    private AlpacaTradingClient Trading => new(Http, Rest, TimeProvider.System);

    [Test]
    public async Task Trading_OrderRoundTrip_IsReadAsItHappened()
    {
        await StartAsync(Synthetic);
        await using var stream = new AlpacaTradeUpdatesStream(
            new AlpacaStreamOptions { Address = new Uri(Simulator.SocketAddress, "/stream"), Credentials = Credentials }, TimeProvider.System);
        await stream.ConnectAsync(CancellationToken.None);

        var sent = await Trading.SubmitOrderAsync(Buy("own-1") with { Qty = 7 }, CancellationToken.None);
        var updates = new List<TradeUpdateMessage>();
        while (updates.Count < 3)
        {
            updates.Add((await stream.ReceiveAsync(CancellationToken.None)).Update!);
        }

        var filled = await Trading.GetOrderByClientOrderIdAsync("own-1", CancellationToken.None);
        var position = await Trading.GetPositionAsync("AAPL", CancellationToken.None);
        var account = await Trading.GetAccountAsync(CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(sent.Status, Is.EqualTo(OrderStatus.PendingNew));
            Assert.That(updates.Select(u => u.Event), Is.EqualTo(new[] { TradeUpdateEvent.PendingNew, TradeUpdateEvent.New, TradeUpdateEvent.Fill }));
            Assert.That(updates.Select(u => u.OrderId), Is.All.EqualTo(sent.Id));
            Assert.That((updates[2].Qty, updates[2].PositionQty), Is.EqualTo(("7", "7")));
            Assert.That((filled!.Status, filled.FilledQty, filled.FilledAvgPrice), Is.EqualTo((OrderStatus.Filled, 7m, position!.AvgEntryPrice)));
            Assert.That(account.Cash, Is.EqualTo(100_000m - (7 * position!.AvgEntryPrice)));
        });
    }

    [Test]
    public async Task Trading_Refusals_AreToldApart()
    {
        await StartAsync(Synthetic);
        await Trading.SubmitOrderAsync(Buy("same") with { Qty = 1 }, CancellationToken.None);
        var duplicate = (await Assert.ThrowsAsync<AlpacaApiException>(() => Trading.SubmitOrderAsync(Buy("same") with { Qty = 1 }, CancellationToken.None)))!;
        var poor =
            (await Assert.ThrowsAsync<AlpacaApiException>(() => Trading.SubmitOrderAsync(Buy("poor") with { Qty = 1_000_000 }, CancellationToken.None)))!;
        await FaultAsync("""{"kind":"rest_error","status":504,"when":"after"}""");
        var unknown = (await Assert.ThrowsAsync<AlpacaApiException>(() => Trading.SubmitOrderAsync(Buy("unknown") with { Qty = 1 }, CancellationToken.None)))!;
        Assert.Multiple(() =>
        {
            Assert.That((duplicate.IsDuplicateClientOrderId, duplicate.OutcomeUnknown), Is.EqualTo((true, false)));
            Assert.That((poor.Status, poor.Code, poor.OutcomeUnknown), Is.EqualTo((403, 40310000L, false)));
            Assert.That(unknown.OutcomeUnknown, Is.True);
        });
        Assert.That(await Trading.GetOrderByClientOrderIdAsync("unknown", CancellationToken.None), Is.Not.Null);
        Assert.That(await Trading.GetOrderByClientOrderIdAsync("never", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Trading_ClockCalendarAndCancel_AreUnderstood()
    {
        await StartAsync(Synthetic);
        Assert.That((await Trading.GetClockAsync(CancellationToken.None)).IsOpen, Is.True);
        Assert.That(await Trading.ListCalendarAsync(new DateOnly(2024, 7, 1), new DateOnly(2024, 7, 5), CancellationToken.None), Has.Count.EqualTo(4));
        var resting = await Trading.SubmitOrderAsync(Buy("rest") with { Qty = 1, Type = OrderType.Limit, LimitPrice = 1.25m }, CancellationToken.None);
        await Trading.CancelOrderAsync(resting.Id, CancellationToken.None);
        var canceled = await Eventually.ReadsAsync(() => Trading.GetOrderAsync(resting.Id, CancellationToken.None), o => o?.Status == OrderStatus.Canceled,
            "a cancelled order");
        Assert.That(canceled!.LimitPrice, Is.EqualTo(1.25m));
        Assert.That((await Trading.ListAssetsAsync(AssetStatus.Active, AssetClass.UsEquity, CancellationToken.None)).Select(a => a.Symbol),
            Is.EqualTo(new[] { "AAPL", "IBM" }));
    }

    [Test]
    public async Task Data_History_IsReadAcrossPages()
    {
        await StartAsync(Synthetic with { Date = new DateOnly(2026, 4, 6) });
        var query = new HistoryQuery
        {
            Symbols = ["AAPL", "IBM"],
            Start = new DateTimeOffset(2026, 4, 6, 11, 0, 0, TimeSpan.Zero),
            End = new DateTimeOffset(2026, 4, 6, 11, 29, 0, TimeSpan.Zero),
            Feed = "iex",
            PageLimit = 7,
        };
        var bars = new List<AlpacaBar>();
        var data = new AlpacaDataClient(Http, Rest, TimeProvider.System);
        await foreach (var bar in data.ListBarsAsync(query, item => Assert.Fail(item.Reason), CancellationToken.None))
        {
            bars.Add(bar);
        }

        Assert.That(bars.GroupBy(b => b.Symbol).Select(g => (g.Key, g.Count())), Is.EqualTo(new[] { ("AAPL", 30), ("IBM", 30) }));
    }

    private static OrderRequest Buy(string id) =>
        new() { Symbol = "AAPL", Side = OrderSide.Buy, Type = OrderType.Market, TimeInForce = TimeInForce.Day, ClientOrderId = id };
}

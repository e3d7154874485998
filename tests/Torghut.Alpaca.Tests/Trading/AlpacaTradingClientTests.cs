using System.Text.Json;
using Torghut.Alpaca.Tests.Peers;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Tests.Trading;

public sealed class AlpacaTradingClientTests
{
    [Test]
    public async Task GetAccountAsync_Sample_ReadsMoneyExactly()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Account);
        var account = await Client(peer).GetAccountAsync(CancellationToken.None);

        Assert.That(account.Equity, Is.EqualTo(100000.01m));
        Assert.That((account.Status, account.PatternDayTrader, account.DaytradeCount), Is.EqualTo((AccountStatus.Active, (bool?)null, (int?)null)));
    }

    [Test]
    public async Task AnyCall_SendsTheKeysInHeaders()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Account);
        await Client(peer).GetAccountAsync(CancellationToken.None);

        var headers = peer.Requests.Single().Headers;
        Assert.That((headers["APCA-API-KEY-ID"], headers["APCA-API-SECRET-KEY"]), Is.EqualTo(("key", "secret")));
    }

    [Test]
    public async Task ListPositionsAsync_Short_KeepsSignAndNulls()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, $"[{Samples.Position}]");
        var position = (await Client(peer).ListPositionsAsync(CancellationToken.None)).Single();

        Assert.That((position.Qty, position.Side, position.CurrentPrice), Is.EqualTo((-5m, PositionSide.Short, (decimal?)null)));
    }

    [Test]
    public async Task SubmitOrderAsync_Limit_WritesDecimalsAsText()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        var order = await Client(peer).SubmitOrderAsync(Request() with { LimitPrice = 162.50m }, CancellationToken.None);

        var request = peer.Requests.Single();
        Assert.That((request.Method, request.Path), Is.EqualTo(("POST", "/v2/orders")));
        var sent = JsonDocument.Parse(request.Body).RootElement;
        Assert.That(sent.GetProperty("limit_price").GetString(), Is.EqualTo("162.50"));
        Assert.That(sent.GetProperty("client_order_id").GetString(), Is.EqualTo("c1"));
        Assert.That(sent.GetProperty("time_in_force").GetString(), Is.EqualTo("day"));
        Assert.That((order.Status, order.FilledQty, order.FilledAvgPrice), Is.EqualTo((OrderStatus.PartiallyFilled, 3m, (decimal?)162.9233333333m)));
        Assert.That(order.SubmittedAt!.Value.UtcDateTime, Is.EqualTo(new DateTime(2026, 4, 6, 15, 54, 26, DateTimeKind.Utc)));
        Assert.That(JsonDocument.Parse(order.RawJson).RootElement.GetProperty("novelty").GetProperty("x").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task SubmitOrderAsync_Bracket_WritesBothLegs()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        await Client(peer).SubmitOrderAsync(
            Request() with { OrderClass = OrderClass.Bracket, TakeProfitLimitPrice = 170m, StopLossStopPrice = 160m, StopLossLimitPrice = 159m },
            CancellationToken.None);

        var sent = JsonDocument.Parse(peer.Requests.Single().Body).RootElement;
        Assert.That(sent.GetProperty("take_profit").GetProperty("limit_price").GetString(), Is.EqualTo("170"));
        Assert.That(sent.GetProperty("stop_loss").GetProperty("limit_price").GetString(), Is.EqualTo("159"));
    }

    [Test]
    public async Task SubmitOrderAsync_ImpossibleRequest_IsRefusedBeforeAnythingLeaves()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        var client = Client(peer);

        await Failure.OfAsync<ArgumentException>(() => client.SubmitOrderAsync(Request() with { Notional = 5m }, CancellationToken.None));
        await Failure.OfAsync<ArgumentException>(
            () => client.SubmitOrderAsync(Request() with { ClientOrderId = new string('c', 129) }, CancellationToken.None));
        await Failure.OfAsync<ArgumentException>(() => client.SubmitOrderAsync(Request() with { Side = OrderSide.Unknown }, CancellationToken.None));
        Assert.That(peer.Requests, Is.Empty);
    }

    [Test]
    public async Task GetOrderAsync_NewWords_AreUnknownNotErrors()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order
            .Replace("\"partially_filled\"", "\"levitating\"", StringComparison.Ordinal)
            .Replace("\"day\"", "\"gtx\"", StringComparison.Ordinal));
        var order = await Client(peer).GetOrderAsync("x", CancellationToken.None);

        Assert.That((order!.Status, order.StatusText, order.TimeInForce), Is.EqualTo((OrderStatus.Unknown, "levitating", TimeInForce.Unknown)));
    }

    [Test]
    public async Task GetOrderByClientOrderIdAsync_BrokersOwn404_IsNull()
    {
        await using var peer = await ScriptedPeer.StartAsync(404, Samples.NotFound);

        Assert.That(await Client(peer).GetOrderByClientOrderIdAsync("a/b c", CancellationToken.None), Is.Null);
        Assert.That(peer.Requests.Single().Path, Is.EqualTo("/v2/orders:by_client_order_id?client_order_id=a%2Fb%20c"));
    }

    [Test]
    public async Task GetOrderByClientOrderIdAsync_SomeProxys404_IsAnError()
    {
        await using var peer = await ScriptedPeer.StartAsync(404, "<html>not here</html>");
        var client = Client(peer);

        Assert.That(
            (await Failure.OfAsync<AlpacaApiException>(() => client.GetOrderByClientOrderIdAsync("c1", CancellationToken.None))).Status,
            Is.EqualTo(404));
    }

    [Test]
    public async Task ListOrdersAsync_Query_IsWrittenOut()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, $"[{Samples.Order}]");
        var orders = await Client(peer).ListOrdersAsync(
            new OrderQuery { Status = OrderListStatus.All, Limit = 7, Ascending = true, Symbols = ["AAPL", "BRK.B"], After = DateTimeOffset.UnixEpoch },
            CancellationToken.None);

        Assert.That(orders, Has.Count.EqualTo(1));
        Assert.That(
            peer.Requests.Single().Path,
            Is.EqualTo("/v2/orders?status=all&limit=7&direction=asc&nested=false&after=1970-01-01T00%3A00%3A00.0000000Z&symbols=AAPL%2CBRK.B"));
    }

    [Test]
    public async Task ReplaceOrderAsync_SendsOnlyWhatChanges()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        await Client(peer).ReplaceOrderAsync("o1", new ReplaceOrderRequest { LimitPrice = 1.5m, ClientOrderId = "c2" }, CancellationToken.None);

        var request = peer.Requests.Single();
        Assert.That((request.Method, request.Path, request.Body), Is.EqualTo(("PATCH", "/v2/orders/o1", """{"limit_price":"1.5","client_order_id":"c2"}""")));
    }

    [Test]
    public async Task CancelOrderAsync_204_Succeeds()
    {
        await using var peer = await ScriptedPeer.StartAsync(204, "");
        await Client(peer).CancelOrderAsync("o1", CancellationToken.None);

        Assert.That(peer.Requests.Single().Method, Is.EqualTo("DELETE"));
    }

    [Test]
    public async Task CancelAllOrdersAsync_207_TellsEachResult()
    {
        await using var peer = await ScriptedPeer.StartAsync(207, """[{"id":"a","status":200},{"id":"b","status":500}]""");
        var results = await Client(peer).CancelAllOrdersAsync(CancellationToken.None);

        Assert.That(results.Select(result => result.Accepted), Is.EqualTo(new[] { true, false }));
    }

    [TestCase(204, "")]
    [TestCase(200, "")]
    [TestCase(200, "[]")]
    [TestCase(207, "[]")]
    public async Task CancelAllOrdersAsync_NothingToCancel_NoResults(int status, string body)
    {
        await using var peer = await ScriptedPeer.StartAsync(status, body);
        Assert.That(await Client(peer).CancelAllOrdersAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task GetClockAndCalendar_NewYorkTimes_AreKept()
    {
        await using var peer = await ScriptedPeer.StartAsync(context => ScriptedPeer.RespondAsync(context, 200, context.Request.Path.Value == "/v2/clock"
            ? """{"timestamp":"2026-04-06T11:54:26.123456789-04:00","is_open":true,"next_open":"2026-04-07T09:30:00-04:00","next_close":"2026-04-06T16:00:00-04:00"}"""
            : """[{"date":"2026-04-06","open":"09:30","close":"16:00","session_open":"0400","session_close":"2000","settlement_date":"2026-04-07"}]"""));
        var client = Client(peer);
        var clock = await client.GetClockAsync(CancellationToken.None);
        var day = (await client.ListCalendarAsync(new(2026, 4, 6), new(2026, 4, 6), CancellationToken.None)).Single();

        Assert.That((clock.IsOpen, clock.NextClose!.Value.Offset), Is.EqualTo((true, TimeSpan.FromHours(-4))));
        Assert.That((day.Open, day.SessionOpen), Is.EqualTo((new TimeOnly(9, 30), (TimeOnly?)new TimeOnly(4, 0))));
    }

    [Test]
    public async Task GetAssetAsync_SlashInSymbol_IsEscaped()
    {
        await using var peer = await ScriptedPeer.StartAsync(
            200, """{"id":"u","class":"crypto","exchange":"CRYPTO","symbol":"BTC/USD","status":"active","tradable":true,"borrow_status":"easy_to_borrow"}""");
        var asset = await Client(peer).GetAssetAsync("BTC/USD", CancellationToken.None);

        Assert.That((asset!.Class, asset.EasyToBorrow), Is.EqualTo((AssetClass.Crypto, true)));
        Assert.That(peer.Requests.Single().Path, Does.StartWith("/v2/assets/BTC"));
    }

    internal static OrderRequest Request() => new()
    {
        Symbol = "AAPL",
        Side = OrderSide.Buy,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Day,
        ClientOrderId = "c1",
        Qty = 10m,
        LimitPrice = 162.5m,
    };

    internal static AlpacaTradingClient Client(ScriptedPeer peer, TimeSpan? timeout = null, int maxBytes = 1_000_000) =>
        Client(peer.Address, timeout, maxBytes);

    internal static AlpacaTradingClient Client(Uri address, TimeSpan? timeout = null, int maxBytes = 1_000_000) => new(
        new HttpClient(AlpacaHttpHandler.Create()) { Timeout = Timeout.InfiniteTimeSpan },
        new AlpacaRestOptions
        {
            BaseAddress = address,
            Credentials = new AlpacaCredentials("key", "secret"),
            RequestTimeout = timeout ?? TimeSpan.FromSeconds(10),
            MaxResponseBytes = maxBytes,
        },
        TimeProvider.System);
}

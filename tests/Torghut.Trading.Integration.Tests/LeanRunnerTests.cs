using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The lean runner by itself: the contract's routes against the simulated broker.</summary>
public sealed class LeanRunnerTests
{
    private static readonly (HttpMethod Method, string Path)[] Routes =
    [
        (HttpMethod.Post, "/v1/orders/submit"), (HttpMethod.Post, "/v1/orders/cancel-all"), (HttpMethod.Post, "/v1/orders/x/cancel"),
        (HttpMethod.Get, "/v1/orders/x"), (HttpMethod.Get, "/v1/orders/client/x"), (HttpMethod.Get, "/v1/orders"),
    ];

    [Test]
    public async Task Submit_SameIdAgain_AnsweredWithTheSameOrder()
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        var responses = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("same", 5), idempotencyKey: "same")));
        Assert.That(responses.Select(response => response.Status), Is.All.EqualTo(200), string.Join('\n', responses.Select(response => response.Body)));
        Assert.That(responses.Select(response => Field(response.Body, "id")).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await broker.OrdersAsync(), Has.Count.EqualTo(1));
        var replays =
            responses.Select(
            response => JsonDocument.Parse(response.Body).RootElement.GetProperty("_lean_audit").GetProperty("idempotent_replay").GetBoolean());
        Assert.That(replays.Count(replay => !replay), Is.EqualTo(1));
    }

    [Test]
    public async Task Submit_SameIdOtherContent_RefusedAsConflict()
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("one", 5));
        var (status, body, type) = await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("one", 6));
        Assert.That((status, type), Is.EqualTo((409, "application/problem+json")));
        Assert.That(body, Does.Contain("client_order_id_reused"));
        Assert.That(await broker.OrdersAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Routes_OrderOfTheBroker_FoundListedAndCancelled()
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        var placed = await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("resting", 5, limit: "1.00"));
        var id = Field(placed.Body, "id");
        Assert.That(Field(placed.Body, "_execution_adapter"), Is.EqualTo("lean"));
        Assert.That(Field((await bridge.SendAsync(HttpMethod.Get, "/v1/orders/" + id)).Body, "client_order_id"), Is.EqualTo("resting"));
        Assert.That(Field((await bridge.SendAsync(HttpMethod.Get, "/v1/orders/client/resting")).Body, "id"), Is.EqualTo(id));
        Assert.That((await bridge.SendAsync(HttpMethod.Get, "/v1/orders/client/nobody")).Status, Is.EqualTo(404));
        Assert.That(JsonDocument.Parse((await bridge.SendAsync(HttpMethod.Get, "/v1/orders?status=open")).Body).RootElement.GetProperty("orders")
            .GetArrayLength(), Is.EqualTo(1));
        Assert.That((await bridge.SendAsync(HttpMethod.Get, "/v1/orders?status=mine")).Status, Is.EqualTo(400));
        Assert.That((await bridge.SendAsync(HttpMethod.Post, $"/v1/orders/{id}/cancel")).Body, Is.EqualTo("{\"ok\":true}"));
        await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("second", 5, limit: "1.00"));
        Assert.That((await bridge.SendAsync(HttpMethod.Post, "/v1/orders/cancel-all")).Status, Is.EqualTo(200));
        await Eventually.HoldsAsync(async () => (await broker.OrdersAsync()).All(order => order.StatusText == "canceled"), "all are cancelled");
    }

    [Test]
    public async Task Routes_WithoutTheToken_AllRefused()
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        foreach (var (method, path) in Routes)
        {
            foreach (var token in new[] { null, "wrong" })
            {
                var (status, _, type) = await bridge.SendAsync(method, path, method == HttpMethod.Post ? Order("x", 1) : null, token);
                Assert.That((status, type), Is.EqualTo((401, "application/problem+json")), $"{method} {path}");
            }
        }

        Assert.That((await bridge.SendAsync(HttpMethod.Get, "/nowhere")).Type, Is.EqualTo("application/problem+json"));
        Assert.That(await broker.OrdersAsync(), Is.Empty);
    }

    [TestCase("TRADING_ENABLED", "false", "trading_disabled")]
    [TestCase("TRADING_KILL_SWITCH_ENABLED", "true", "kill_switch_enabled", Category = "Long")]
    public async Task Submit_RunnersOwnSwitches_LetNothingLeave(string key, string value, string type)
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker, (key, value));
        var (status, body, _) = await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("x", 1));
        Assert.That((status, Field(body, "type")), Is.EqualTo((403, "urn:torghut:problem:" + type)));
        Assert.That(await broker.LedgerAsync("order"), Is.Empty);
        Assert.That(await broker.OrdersAsync(), Is.Empty);
    }

    [TestCase("{}", Category = "Long")]
    [TestCase("not json")]
    [TestCase("""{"symbol":"AAPL","side":"hold","qty":1,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""")]
    [TestCase("""{"symbol":"AAPL","side":"1","qty":1,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""", Category = "Long")]
    [TestCase(
        """{"symbol":"AAPL","side":"buy","qty":1,"order_type":"limit","time_in_force":"day","extra_params":{"client_order_id":"x"}}""", Category = "Long")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market","time_in_force":"day","extra_params":{}}""")]
    public async Task Submit_NotTheContract_RefusedBeforeTheBroker(string body)
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        var (status, response, type) = await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", body);
        Assert.That((status, type, Field(response, "type")), Is.EqualTo((422, "application/problem+json", "urn:torghut:problem:bad_request")));
        Assert.That(await broker.OrdersAsync(), Is.Empty);
    }

    [Test]
    public async Task Metrics_BeforeAnyRequest_AreThereAtZero()
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        var page = (await bridge.SendAsync(HttpMethod.Get, "/metrics")).Body;
        Assert.That(page, Does.Contain("torghut_lean_runner_requests_total{operation=\"submit\",outcome=\"accepted\"} 0\n"));
        Assert.That(await Promtool.CheckAsync(page), Is.Empty);
    }

    [Test]
    public async Task Submit_BrokerLosesTheAnswer_UnknownThenTheSameOrder()
    {
        await using var broker = await Broker.StartAsync();
        await using var bridge = await LeanBridge.StartAsync(broker);
        await broker.FaultAsync(new { kind = "rest_error", when = "after", status = 500, match = new { method = "POST", path = "/v2/orders" } });
        var lost = await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("lost", 5));
        Assert.That((lost.Status, Field(lost.Body, "type")), Is.EqualTo((502, "urn:torghut:problem:outcome_unknown")));
        var again = await bridge.SendAsync(HttpMethod.Post, "/v1/orders/submit", Order("lost", 5));
        Assert.That(again.Status, Is.EqualTo(200), again.Body);
        Assert.That(await broker.OrdersAsync(), Has.Count.EqualTo(1));
        Assert.That(bridge.Runner.Output, Does.Contain("runner_submission").And.Not.Contain("sandbox-secret").And.Not.Contain(LeanBridge.Token));
    }

    private static string Order(string id, int qty, string? limit = null) =>
        $$$"""{"symbol":"AAPL","side":"buy","qty":{{{qty}}},"order_type":"{{{(limit is null ? "market" : "limit")}}}","time_in_force":"day","limit_price":{{{limit ?? "null"}}},"stop_price":null,"extra_params":{"client_order_id":"{{{id}}}"}}""";

    private static string? Field(string body, string name) => JsonDocument.Parse(body).RootElement.GetProperty(name).GetString();
}

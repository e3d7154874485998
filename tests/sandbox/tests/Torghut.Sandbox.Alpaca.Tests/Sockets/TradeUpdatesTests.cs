using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Sockets;

/// <summary>The trading stream.</summary>
public sealed class TradeUpdatesTests : SimulatorTestBase
{
    private const string Market = """{"symbol":"AAPL","side":"buy","qty":"3","type":"market","time_in_force":"day"}""";

    [TestCase("""{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""", TestName = "CurrentForm")]
    [TestCase("""{"action":"authenticate","data":{"key_id":"sandbox-key","secret_key":"sandbox-secret"}}""", TestName = "OlderForm")]
    public async Task Conversation_EitherForm_EndsInUpdates(string auth)
    {
        await StartAsync(Synthetic);
        var socket = await ConnectAsync("/stream");
        await socket.SendAsync(auth);
        Assert.That((await socket.ReadAsync()).ToJsonString(),
            Is.EqualTo("""{"stream":"authorization","data":{"status":"authorized","action":"authenticate"}}"""));
        Assert.That(socket.Type, Is.EqualTo(WebSocketMessageType.Binary));
        await socket.SendAsync("""{"action":"listen","data":{"streams":["trade_updates","account_updates"]}}""");
        Assert.That((await socket.ReadAsync()).ToJsonString(), Is.EqualTo("""{"stream":"listening","data":{"streams":["trade_updates"]}}"""));

        await OrderAsync(Market);
        var updates = await UpdatesAsync(socket, 3);
        Assert.That(updates.Select(u => u["event"]!.ToString()), Is.EqualTo(new[] { "pending_new", "new", "fill" }));
        Assert.That(updates.Select(u => u["order"]!["status"]!.ToString()), Is.EqualTo(new[] { "pending_new", "new", "filled" }));
        var fill = updates[2];
        Assert.That((fill["qty"]!.ToString(), fill["position_qty"]!.ToString(), fill["order"]!["filled_qty"]!.ToString()), Is.EqualTo(("3", "3", "3")));
        Assert.That(fill["price"]!.ToString(), Is.EqualTo(fill["order"]!["filled_avg_price"]!.ToString()));
        Assert.That(updates.Select(u => u["execution_id"]!.ToString()), Is.Unique);
    }

    [Test]
    public async Task Listen_BeforeAuthorization_IsRefused()
    {
        await StartAsync(Synthetic with { PaperFrames = false });
        var socket = await ConnectAsync("/stream");
        await socket.SendAsync("""{"action":"listen","data":{"streams":["trade_updates"]}}""");
        Assert.That((await socket.ReadAsync()).ToJsonString(), Is.EqualTo("""{"stream":"authorization","data":{"status":"unauthorized","action":"listen"}}"""));
        Assert.That(socket.Type, Is.EqualTo(WebSocketMessageType.Text));
        await socket.SendAsync("""{"action":"auth","key":"sandbox-key","secret":"wrong"}""");
        Assert.That((await socket.ReadAsync())["data"]!["status"]!.ToString(), Is.EqualTo("unauthorized"));
    }

    [Test]
    public async Task Listen_WithoutStreams_StopsUpdates()
    {
        await StartAsync(Synthetic);
        var quiet = await ListeningAsync();
        var listening = await ListeningAsync();
        await quiet.SendAsync("""{"action":"listen","data":{"streams":[]}}""");
        Assert.That((await quiet.ReadAsync()).ToJsonString(), Is.EqualTo("""{"stream":"listening","data":{"streams":[]}}"""));
        await OrderAsync(Market);
        await UpdatesAsync(listening, 3);
        await quiet.SendAsync("""{"action":"listen","data":{"streams":["trade_updates"]}}""");
        Assert.That((await quiet.ReadAsync())["stream"]!.ToString(), Is.EqualTo("listening"), "No update came before.");
    }

    [Test]
    public async Task Fault_Duplicate_SendsTheSameExecutionTwice()
    {
        await StartAsync(Synthetic);
        var socket = await ListeningAsync();
        await FaultAsync("""{"kind":"updates_duplicate","match":{"event":"fill"}}""");
        await OrderAsync(Market);
        var updates = await UpdatesAsync(socket, 4);
        Assert.That(updates.Select(u => u["event"]!.ToString()), Is.EqualTo(new[] { "pending_new", "new", "fill", "fill" }));
        Assert.That(updates[3].ToJsonString(), Is.EqualTo(updates[2].ToJsonString()));
    }

    [Test]
    public async Task Fault_Reorder_SendsAnUpdateAfterItsSuccessor()
    {
        await StartAsync(Synthetic);
        var socket = await ListeningAsync();
        await FaultAsync("""{"kind":"updates_reorder","match":{"event":"new"}}""");
        await OrderAsync(Market);
        Assert.That((await UpdatesAsync(socket, 3)).Select(u => u["event"]!.ToString()), Is.EqualTo(new[] { "pending_new", "fill", "new" }));
    }

    [Test]
    public async Task Fault_Drop_LosesAnUpdateThatRestStillShows()
    {
        await StartAsync(Synthetic);
        var socket = await ListeningAsync();
        await FaultAsync("""{"kind":"updates_drop","match":{"event":"new"}}""");
        var (_, order) = await OrderAsync(Market);
        Assert.That((await UpdatesAsync(socket, 2)).Select(u => u["event"]!.ToString()), Is.EqualTo(new[] { "pending_new", "fill" }));
        Assert.That((await GetAsync($"/v2/orders/{order!["id"]}"))["status"]!.ToString(), Is.EqualTo("filled"));
    }

    [Test]
    public async Task Fault_Error_NamesNoStreamAndCloses()
    {
        await StartAsync(Synthetic);
        var socket = await ListeningAsync();
        Assert.That((int)(await FaultAsync("""{"kind":"updates_error"}"""))["struck"]!, Is.EqualTo(1));
        Assert.That((await socket.ReadAsync()).ToJsonString(), Is.EqualTo("""{"action":"error","data":{"error_message":"internal server error"}}"""));
        Assert.That(await socket.ReadBytesAsync(), Is.Null);
    }

    [Test]
    public async Task Fault_HandshakeAndAuthorization_AreRefusedOnce()
    {
        await StartAsync(Synthetic);
        await FaultAsync("""{"kind":"updates_handshake","status":429}""");
        await FaultAsync("""{"kind":"updates_auth"}""");
        Assert.That(async () => await ConnectAsync("/stream"), Throws.TypeOf<WebSocketException>().With.Message.Contains("429"));
        var socket = await ConnectAsync("/stream");
        await socket.SendAsync("""{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""");
        Assert.That((await socket.ReadAsync())["data"]!["status"]!.ToString(), Is.EqualTo("unauthorized"));
        Assert.That((await GetAsync("/_sim/faults")).AsArray(), Is.Empty);
    }

    private static async Task<List<JsonNode>> UpdatesAsync(JsonSocket socket, int count)
    {
        var updates = new List<JsonNode>();
        while (updates.Count < count)
        {
            var message = await socket.ReadAsync();
            Assert.That(message["stream"]!.ToString(), Is.EqualTo("trade_updates"));
            updates.Add(message["data"]!);
        }

        return updates;
    }
}

using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ws.Tests.Sandbox;

namespace Torghut.Ws.Tests.Faults;

/// <summary>The server says no, in all its ways; each is told on /readyz, in the metrics and on the status topic, and each ends when the fault does.</summary>
public sealed class SocketErrorTests
{
    private WsSandbox _sandbox = null!;
    private Forwarder _forwarder = null!;
    private TopicReader<ForwarderStatus> _statuses = null!;
    private TopicReader<Trade> _trades = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await WsSandbox.StartAsync();
        _forwarder = _sandbox.StartForwarder();
        _statuses = _sandbox.Read<ForwarderStatus>(Topics.Status);
        _trades = _sandbox.Read<Trade>(Topics.Trades);
        await _forwarder.ReadyAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _statuses.Dispose();
        _trades.Dispose();
        await _forwarder.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [TestCase(401, "alpaca_auth", "reconnect")]
    [TestCase(402, "alpaca_auth", "error")]
    [TestCase(403, "alpaca_auth", "reconnect")]
    [TestCase(404, "alpaca_auth", "reconnect")]
    [TestCase(406, "alpaca_406_second_connection", "reconnect")]
    [TestCase(407, "unknown", "reconnect")]
    [TestCase(409, "alpaca_auth", "error")]
    [TestCase(500, "unknown", "reconnect")]
    public Task Authentication_Refused_IsToldAndOutlived(int code, string errorClass, string status) => OutliveAsync(
        [new { kind = "market_auth", code, count = 1_000 }, new { kind = "market_disconnect" }], errorClass, status, $"alpaca_{code}");

    [TestCase(401, "alpaca_auth", "error")]
    [TestCase(406, "alpaca_406_second_connection", "reconnect")]
    [TestCase(429, "unknown", "reconnect")]
    [TestCase(503, "unknown", "reconnect")]
    public Task Handshake_Refused_IsToldAndOutlived(int status, string errorClass, string state) => OutliveAsync(
        [new { kind = "market_handshake", status, count = 1_000 }, new { kind = "market_disconnect" }], errorClass, state, $"handshake_{status}");

    [TestCase(407)]
    [TestCase(500)]
    public async Task Session_ErrorAndClose_Reconnects(int code)
    {
        var reconnects = await _forwarder.MetricAsync("torghut_ws_reconnects_total");
        await _sandbox.FaultAsync(new { kind = "market_error", code, close = true });

        await AwaitStatusAsync("reconnect", $"alpaca_{code}", "unknown");
        await _forwarder.MetricReachesAsync("torghut_ws_reconnects_total", reconnects + 1);
        await FlowsAsync();
    }

    [TestCase(405, "alpaca_symbol_limit")]
    [TestCase(410, "unknown")]
    [TestCase(400, "unknown")]
    public Task Subscribe_Refused_IsToldAndOutlived(int code, string errorClass) => OutliveAsync(
        [new { kind = "market_subscribe", code, count = 1_000 }, new { kind = "market_disconnect" }], errorClass, "error", $"alpaca_{code}");

    [TestCase("mid_frame")]
    [TestCase("abort")]
    [TestCase("close")]
    public async Task Connection_Lost_Reconnects(string mode)
    {
        var successes = await _forwarder.MetricAsync("torghut_ws_ws_connect_success_total");
        await _sandbox.FaultAsync(new { kind = "market_disconnect", mode });

        await AwaitStatusAsync("reconnect", "disconnected", "unknown");
        await _forwarder.MetricReachesAsync("torghut_ws_ws_connect_success_total", successes + 1);
        await FlowsAsync();
    }

    [Test]
    public async Task Slot_StillHeld_IsA406UntilItIsFree()
    {
        await _sandbox.FaultAsync(new { kind = "market_slot_hold", seconds = 4 });
        await _sandbox.FaultAsync(new { kind = "market_disconnect" });

        await _forwarder.NotReadyAsync("alpaca_406_second_connection");
        await AwaitStatusAsync("reconnect", "alpaca_406", "alpaca_406_second_connection");
        await FlowsAsync();
        await _sandbox.ClearFaultsAsync();
    }

    [Test]
    public async Task SecondForwarder_SameAccount_IsRefusedAndSaysSoWhileTheFirstGoesOn()
    {
        var second = _sandbox.StartForwarder();
        await second.NotReadyAsync("alpaca_406_second_connection");

        Assert.That((await second.ReadyzAsync()).Gates["alpaca_ws"], Is.False);
        await FlowsAsync();
        Assert.That((await _forwarder.ReadyzAsync()).Status, Is.EqualTo(200));
        await second.Process.StopAsync();
    }

    private async Task OutliveAsync(object[] faults, string errorClass, string status, string reason)
    {
        var errors = await _forwarder.MetricAsync("torghut_ws_ws_connect_errors_total", $"\"{errorClass}\"");
        foreach (var fault in faults)
        {
            await _sandbox.FaultAsync(fault);
        }

        await _forwarder.NotReadyAsync(errorClass);
        Assert.That((await _forwarder.ReadyzAsync()).Gates["kafka"], Is.True);
        await AwaitStatusAsync(status, reason, errorClass);
        await _forwarder.MetricReachesAsync("torghut_ws_ws_connect_errors_total", errors + 1, $"\"{errorClass}\"");
        await _sandbox.ClearFaultsAsync();
        await FlowsAsync();
    }

    private async Task AwaitStatusAsync(string status, string reason, string errorClass)
    {
        var seen = _statuses.Records.Count;
        await _statuses.UntilAsync(
            records => records.Skip(seen).Any(record => record.Value.Status == status && record.Value.Reason == reason && record.Value.ErrorClass == errorClass),
            $"a status record {status} {reason} {errorClass}");
    }

    private async Task FlowsAsync()
    {
        await _forwarder.ReadyAsync();
        _trades.Drain();
        var before = _trades.Records.Count;
        await _trades.UntilAsync(records => records.Count > before + 5, "trades flow again");
    }
}

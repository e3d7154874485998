using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>The server says no, in all its ways; each is told in all four places, and each ends when the fault does.</summary>
public sealed class SocketErrorTests
{
    private const string Alpaca = "alpaca_ws";

    /// <summary>Keeps a lost session from coming back at once, so that its absence can be looked at.</summary>
    private static readonly object NoWayBack = new { kind = "market_handshake", status = 503, count = 100_000 };

    private WsSandbox _sandbox = null!;
    private Forwarder _forwarder = null!;
    private Planes _planes = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await WsSandbox.StartAsync();
        _forwarder = _sandbox.StartForwarder();
        _planes = new Planes(_sandbox, _forwarder);
        await _planes.FlowsAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _planes.Dispose();
        await _forwarder.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [TestCase(401, "alpaca_auth", "reconnect")]
    [TestCase(402, "alpaca_auth", "error", Category = "Long")]
    [TestCase(403, "alpaca_auth", "reconnect", Category = "Long")]
    [TestCase(404, "alpaca_auth", "reconnect", Category = "Long")]
    [TestCase(406, "alpaca_406_second_connection", "reconnect")]
    [TestCase(407, "unknown", "reconnect", Category = "Long")]
    [TestCase(409, "alpaca_auth", "error")]
    [TestCase(500, "unknown", "reconnect", Category = "Long")]
    public Task Authentication_Refused_IsToldAndOutlived(int code, string errorClass, string status) => OutliveAsync(
        errorClass, status, $"alpaca_{code}", new { kind = "market_auth", code, count = 100_000 }, new { kind = "market_disconnect" });

    [TestCase(401, "alpaca_auth", "error")]
    [TestCase(406, "alpaca_406_second_connection", "reconnect", Category = "Long")]
    [TestCase(429, "unknown", "reconnect")]
    [TestCase(503, "unknown", "reconnect", Category = "Long")]
    public Task Handshake_Refused_IsToldAndOutlived(int status, string errorClass, string state) => OutliveAsync(
        errorClass, state, $"handshake_{status}", new { kind = "market_handshake", status, count = 100_000 }, new { kind = "market_disconnect" });

    [TestCase(407)]
    [TestCase(500)]
    public Task Session_ErrorAndClose_IsToldAndOutlived(int code) =>
        OutliveAsync("unknown", "reconnect", $"alpaca_{code}", NoWayBack, new { kind = "market_error", code, close = true });

    [TestCase(405, "alpaca_symbol_limit")]
    [TestCase(410, "unknown")]
    [TestCase(400, "unknown")]
    public Task Subscribe_Refused_IsToldAndOutlived(int code, string errorClass) => OutliveAsync(
        errorClass, "error", $"alpaca_{code}", new { kind = "market_subscribe", code, count = 100_000 }, new { kind = "market_disconnect" });

    [TestCase("mid_frame")]
    [TestCase("abort")]
    [TestCase("close")]
    public async Task Connection_Lost_IsToldAndOutlived(string mode)
    {
        await OutliveAsync("unknown", "reconnect", "disconnected", NoWayBack, new { kind = "market_disconnect", mode });

        Assert.That(_planes.Statuses.Records.Last(record => record.Value.Reason == "disconnected").Value.Attempt, Is.Positive);
    }

    [Test]
    public Task Frame_TruncatedUtf8_BreaksTheSocketsOwnRuleAndIsOutlived() =>

        // RFC 6455, 8.1: a text frame that is not UTF-8 fails the connection before any parser sees it.
        OutliveAsync("unknown", "reconnect", "disconnected", NoWayBack, new { kind = "market_inject", what = "truncated_utf8" });

    [Test]
    public async Task Frame_TenMegabytes_CostsTheConnectionNotTheMemory()
    {
        await OutliveAsync("unknown", "reconnect", "frame_too_large", NoWayBack, new { kind = "market_inject", what = "huge_frame" });

        Assert.That(await _forwarder.MetricAsync("process_resident_memory_bytes"), Is.LessThan(300e6));
    }

    [Test]
    public async Task SecondForwarder_SameAccount_IsRefusedAndSaysSoWhileTheFirstGoesOn()
    {
        await _planes.UntouchedAsync(async () =>
        {
            var second = _sandbox.StartForwarder();
            using var planes = new Planes(_sandbox, second);
            planes.Mark();
            await planes.NotReadyAsync(Alpaca, "alpaca_406_second_connection");
            await second.MetricReachesAsync("torghut_ws_ws_connect_errors_total", 1, "\"alpaca_406_second_connection\"");
            Assert.That(await second.MetricAsync("torghut_ws_kafka_produce_success_total", "torghut.trades.v1"), Is.Zero);
            await second.DisposeAsync();

            // The refusal is told under the name that both forwarders share; from here on only the first one's records count.
            await planes.RecordAsync("reconnect", "alpaca_406", "alpaca_406_second_connection");
            _planes.Mark();
        });
    }

    private async Task OutliveAsync(string errorClass, string status, string reason, params object[] faults)
    {
        _planes.Mark();
        var errors = await _forwarder.MetricAsync("torghut_ws_ws_connect_errors_total", $"\"{errorClass}\"");
        foreach (var fault in faults)
        {
            await _sandbox.FaultAsync(fault);
        }

        await _planes.ReportedAsync(Alpaca, errorClass, status, reason);
        await _forwarder.MetricReachesAsync("torghut_ws_ws_connect_errors_total", errors + 1, $"\"{errorClass}\"");
        await _sandbox.ClearFaultsAsync();
        await _planes.FlowsAsync();
    }
}

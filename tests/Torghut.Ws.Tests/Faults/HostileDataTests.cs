using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ws.Tests.Sandbox;

namespace Torghut.Ws.Tests.Faults;

/// <summary>Bad data is counted by its reason, hurts nothing beside it, and only a frame without end costs the connection.</summary>
public sealed class HostileDataTests
{
    private WsSandbox _sandbox = null!;
    private Forwarder _forwarder = null!;
    private TopicReader<Trade> _trades = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await WsSandbox.StartAsync();
        _forwarder = _sandbox.StartForwarder(("DEDUP_TTL_SEC", "60"));
        _trades = _sandbox.Read<Trade>(Topics.Trades);
        await _forwarder.ReadyAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _trades.Dispose();
        await _forwarder.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [TestCase("malformed_json", "truncated")]
    [TestCase("truncated_json", "truncated")]
    [TestCase("nan", "wrong_type")]
    [TestCase("infinity", "not_finite")]
    [TestCase("negative_size", "out_of_range")]
    [TestCase("negative_price", "out_of_range")]
    [TestCase("unknown_type", "unknown_type")]
    [TestCase("missing_field", "missing_field")]
    [TestCase("not_an_array", "malformed")]
    [TestCase("empty", "truncated")]
    public async Task Frame_Bad_IsCountedAndTheConnectionStands(string what, string reason)
    {
        var reconnects = await _forwarder.MetricAsync("torghut_ws_reconnects_total");
        var errors = await _forwarder.MetricAsync("torghut_ws_parse_errors_total", $"\"{reason}\"");
        await _sandbox.FaultAsync(new { kind = "market_inject", what });

        await _forwarder.MetricReachesAsync("torghut_ws_parse_errors_total", errors + 1, $"\"{reason}\"");
        await FlowsAsync();
        Assert.That(await _forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.EqualTo(reconnects));
        Assert.That(_trades.Records, Has.All.Matches<(string Key, int Partition, Trade Value)>(record => double.IsFinite(record.Value.Price) && record.Value.Size >= 0));
    }

    [Test]
    public async Task Frame_UnknownField_IsCountedAndTheMessagePublished()
    {
        var fields = await _forwarder.MetricAsync("torghut_ws_unknown_fields_total");
        await _sandbox.FaultAsync(new { kind = "market_inject", what = "unknown_field" });

        await _forwarder.MetricReachesAsync("torghut_ws_unknown_fields_total", fields + 1);
        await _trades.UntilAsync(records => records.Any(record => record.Value.Id == 1), "the trade with the unknown field arrives");
    }

    [Test]
    public async Task Frame_TruncatedUtf8_BreaksTheSocketsOwnRuleAndIsOutlived()
    {
        // RFC 6455, 8.1: a text frame that is not UTF-8 fails the connection before any parser sees it.
        var reconnects = await _forwarder.MetricAsync("torghut_ws_reconnects_total");
        await _sandbox.FaultAsync(new { kind = "market_inject", what = "truncated_utf8" });

        await _forwarder.MetricReachesAsync("torghut_ws_reconnects_total", reconnects + 1);
        await FlowsAsync();
    }

    [Test]
    public async Task Frame_TenMegabytes_CostsTheConnectionNotTheMemory()
    {
        var reconnects = await _forwarder.MetricAsync("torghut_ws_reconnects_total");
        await _sandbox.FaultAsync(new { kind = "market_inject", what = "huge_frame" });

        await _forwarder.MetricReachesAsync("torghut_ws_reconnects_total", reconnects + 1);
        await FlowsAsync();
        Assert.That(_forwarder.Process.Output, Does.Contain("frame_too_large"));
        Assert.That(await _forwarder.MetricAsync("process_resident_memory_bytes"), Is.LessThan(300e6));
    }

    [Test]
    public async Task Message_Repeated_IsPublishedOnce()
    {
        await _sandbox.FaultAsync(new { kind = "market_duplicate", count = 50, match = new { channel = "trades" } });

        await _forwarder.MetricReachesAsync("torghut_ws_dedup_drops_total", 50, "\"trades\"");
        await FlowsAsync();
        Assert.That(
            _trades.Records.Where(record => record.Value.Id != 1).Select(record => (record.Key, record.Value.Exchange, record.Value.Id)),
            Is.Unique);
    }

    [Test]
    public async Task Correction_AndCancel_KeepTheirMeaning()
    {
        const string Frame =
            """
            [{"T":"c","S":"AAPL","x":"M","oi":101,"op":39.15,"os":400,"oc":[" ","7"],"ci":102,"cp":39.18,"cs":400,"cc":[" "],"t":"2026-04-06T15:54:26.123456789Z","z":"B"},
             {"T":"x","S":"AAPL","i":628,"x":"K","p":162.92,"s":3,"a":"C","t":"2026-04-06T15:54:26Z","z":"C"},
             {"T":"s","S":"AAPL","sc":"H","sm":"Trading Halt","rc":"T1","rm":"News Pending","t":"2026-04-06T15:54:26Z","z":"C"}]
            """;
        await _sandbox.FaultAsync(new { kind = "market_inject", what = "raw", raw = Frame });
        await _trades.UntilAsync(records => records.Any(record => record.Value.Envelope.Channel == Channels.CancelErrors), "the cancellation arrives");

        var correction = _trades.Records.Single(record => record.Value.Envelope.Channel == Channels.Corrections).Value;
        Assert.That((correction.Id, correction.Price, correction.Original!.Value.Id, correction.Original.Value.Price), Is.EqualTo((102L, 39.18, 101L, 39.15)));
        Assert.That(correction.Envelope.EventTs, Is.EqualTo(1_775_490_866_123_456_789));
        var cancel = _trades.Records.Single(record => record.Value.Envelope.Channel == Channels.CancelErrors).Value;
        Assert.That((cancel.Id, cancel.CancelAction), Is.EqualTo((628L, "C")));
        await _forwarder.MetricReachesAsync("torghut_ws_provider_messages_total", 1, "\"statuses\"");
    }

    private async Task FlowsAsync()
    {
        await _forwarder.ReadyAsync();
        _trades.Drain();
        var before = _trades.Records.Count;
        await _trades.UntilAsync(records => records.Count > before + 5, "trades flow");
    }
}

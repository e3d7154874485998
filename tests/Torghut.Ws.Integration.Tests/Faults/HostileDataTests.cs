using Torghut.Contracts.Records;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>Bad data is counted by its reason and hurts nothing beside it: neither the connection nor its neighbours nor readiness.</summary>
public sealed class HostileDataTests
{
    private WsSandbox _sandbox = null!;
    private Forwarder _forwarder = null!;
    private Planes _planes = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await WsSandbox.StartAsync();
        _forwarder = _sandbox.StartForwarder(("DEDUP_TTL_SEC", "60"));
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
    public Task Frame_Bad_IsCountedAndTheConnectionStands(string what, string reason) =>
        CountedAsync(new { kind = "market_inject", what }, "torghut_ws_parse_errors_total", reason);

    [TestCase("""{"T":"t","S":"AAPL","i":777777777,"x":"V","p":NaN,"s":3,"c":["@"],"t":"2026-04-06T15:54:26Z","z":"C"}""", "wrong_type")]
    [TestCase("""{"T":"t","S":"AAPL","i":777777777,"x":"V","p":1e999,"s":3,"c":["@"],"t":"2026-04-06T15:54:26Z","z":"C"}""", "not_finite")]
    [TestCase("""{"T":"t","S":"AAPL","i":777777777,"x":"V","p":1,"s":-3,"c":["@"],"t":"2026-04-06T15:54:26Z","z":"C"}""", "out_of_range")]
    [TestCase("""{"T":"q","S":"AAPL","ax":"Q","ap":1,"as":-2,"bx":"K","bp":1,"bs":1,"c":["R"],"t":"2026-04-06T15:54:26Z","z":"C"}""", "out_of_range")]
    [TestCase("""{"T":"t","S":"AAPL","i":777777777,"x":"V","p":1,"s":3,"c":["@"],"t":"yesterday","z":"C"}""", "bad_timestamp")]
    [TestCase("""{"T":"t","S":"AAPL","i":777777777,"x":"V","p":150.25,"s":10,"c":["@"],"t":"2130-01-02T15:00:00Z","z":"C"}""", "event_ahead")]
    [TestCase("""{"T":"t","S":"AAPL","i":777777777,"x":"V","p":150.25,"s":10,"c":["@"],"t":"1999-01-02T15:00:00Z","z":"C"}""", "event_too_old")]
    [TestCase("""{"T":"t","S":"AAPL_X","i":777777777,"x":"V","p":150.25,"s":10,"c":["@"],"t":"2026-04-06T15:54:26Z","z":"C"}""", "bad_symbol")]
    [TestCase("""{"T":"zz","S":"AAPL","v":1}""", "unknown_type")]
    [TestCase("""{"T":"t","S":"AAPL"}""", "missing_field")]
    public async Task Message_BadBetweenGoodOnes_CostsNeitherNeighbour(string bad, string reason)
    {
        var id = 1_000_000 + (_planes.Trades.Records.Count * 10L);
        await CountedAsync(new { kind = "market_inject", what = "raw", raw = $"[{Good(id)},{bad},{Good(id + 1)}]" }, "torghut_ws_parse_errors_total", reason);

        await _planes.Trades.UntilAsync(
            _ => _planes.Published.Count(trade => trade.Id == id || trade.Id == id + 1) == 2, "both neighbours arrive");
        Assert.That(_planes.Published.Where(trade => trade.Id == 777_777_777), Is.Empty);
    }

    [Test]
    public async Task Frame_UnknownField_IsCountedAndTheMessagePublished()
    {
        const long Id = 900_000_001;
        var frame = $"[{Good(Id).Replace("\"z\"", "\"zz\":{\"a\":[1,{\"b\":null}]},\"z\"", StringComparison.Ordinal)}]";
        await CountedAsync(new { kind = "market_inject", what = "raw", raw = frame }, "torghut_ws_unknown_fields_total", "");

        await _planes.Trades.UntilAsync(_ => _planes.Published.Any(trade => trade.Id == Id), "the trade with the unknown field arrives");
    }

    [Test]
    public async Task Message_Repeated_IsPublishedOnce()
    {
        await _planes.UntouchedAsync(async () =>
        {
            var drops = await _forwarder.MetricAsync("torghut_ws_dedup_drops_total", "\"trades\"");
            await _sandbox.FaultAsync(new { kind = "market_duplicate", count = 50, match = new { channel = "trades" } });
            await _forwarder.MetricReachesAsync("torghut_ws_dedup_drops_total", drops + 50, "\"trades\"");
        });

        Assert.That(_planes.Published.Select(trade => (trade.Envelope.Symbol, trade.Exchange, trade.Id)), Is.Unique);
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
        await _planes.Trades.UntilAsync(records => records.Any(record => record.Value.Envelope.Channel == Channels.CancelErrors), "the cancellation arrives");

        var correction = _planes.Trades.Records.Single(record => record.Value.Envelope.Channel == Channels.Corrections).Value;
        Assert.That((correction.Id, correction.Price, correction.Original!.Value.Id, correction.Original.Value.Price), Is.EqualTo((102L, 39.18, 101L, 39.15)));
        Assert.That(correction.Envelope.EventTs, Is.EqualTo(1_775_490_866_123_456_789));
        var cancel = _planes.Trades.Records.Single(record => record.Value.Envelope.Channel == Channels.CancelErrors).Value;
        Assert.That((cancel.Id, cancel.CancelAction), Is.EqualTo((628L, "C")));
        await _forwarder.MetricReachesAsync("torghut_ws_provider_messages_total", 1, "\"statuses\"");
    }

    private Task CountedAsync(object fault, string metric, string label) => _planes.UntouchedAsync(async () =>
    {
        var before = await _forwarder.MetricAsync(metric, label);
        await _sandbox.FaultAsync(fault);
        await _forwarder.MetricReachesAsync(metric, before + 1, label);
    });

    private static string Good(long id) =>
        $$"""{"T":"t","S":"AAPL","i":{{id}},"x":"V","p":162.92,"s":3,"c":["@"],"t":"2026-04-06T15:54:26.1Z","z":"C"}""";
}

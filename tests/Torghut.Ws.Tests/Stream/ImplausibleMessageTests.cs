using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Parsing;
using Torghut.Contracts.Time;
using Torghut.Ws.Dedup;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Stream;

/// <summary>What cannot be market data is counted by its reason, never published, and costs its neighbours in the frame nothing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImplausibleMessageTests
{
    private static readonly DateTimeOffset ReceivedAt = DateTimeOffset.Parse("2026-11-27T15:54:30Z", null);

    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();

    [TestCase("""{"T":"t","S":"AAPL","i":900000001,"x":"V","p":150.25,"s":10,"c":["@"],"t":"2030-01-02T15:00:00Z","z":"C"}""", "event_ahead")]
    [TestCase("""{"T":"t","S":"AAPL","i":1,"x":"V","p":150.25,"s":10,"t":"2026-11-27T15:59:30Z"}""", "event_ahead", Description = "five minutes")]
    [TestCase("""{"T":"t","S":"AAPL","i":1,"x":"V","p":150.25,"s":10,"t":"2026-11-27T15:54:40.000000001Z"}""", "event_ahead")]
    [TestCase("""{"T":"t","S":"AAPL","i":1,"x":"V","p":150.25,"s":10,"t":"1999-12-31T23:59:59Z"}""", "event_too_old")]
    [TestCase("""{"T":"t","S":"aapl","i":1,"x":"V","p":150.25,"s":10,"t":"2026-11-27T15:54:27Z"}""", "bad_symbol")]
    [TestCase("""{"T":"t","S":"ABCDEFGHIJKLMNOPQ","i":1,"x":"V","p":150.25,"s":10,"t":"2026-11-27T15:54:27Z"}""", "bad_symbol")]
    [TestCase("""{"T":"t","S":"AAPL","i":1,"x":"V","p":1e9,"s":10,"t":"2026-11-27T15:54:27Z"}""", "out_of_range")]
    [TestCase("""{"T":"t","S":"AAPL","i":1,"x":"V","p":1,"s":1e12,"t":"2026-11-27T15:54:27Z"}""", "out_of_range")]
    [TestCase("""{"T":"q","S":"AAPL","bx":"V","bp":1,"bs":1,"ax":"V","ap":0,"as":5,"t":"2026-11-27T15:54:27Z"}""", "out_of_range")]
    [TestCase("""{"T":"q","S":"AAPL","bx":"V","bp":1,"bs":1,"ax":"V","ap":1,"as":5,"t":"2026-11-27T16:54:27Z"}""", "event_ahead")]
    [TestCase("""{"T":"b","S":"AAPL","o":0,"h":2,"l":1,"c":1,"v":1,"n":1,"vw":1,"t":"2026-11-27T15:54:00Z"}""", "out_of_range")]
    [TestCase("""{"T":"u","S":"AAPL","o":1,"h":2,"l":1,"c":1,"v":1,"n":1,"vw":1,"t":"2027-11-27T15:54:00Z"}""", "event_ahead")]
    [TestCase("""{"T":"c","S":"AAPL","x":"D","oi":1,"op":1e10,"os":1,"ci":2,"cp":1,"cs":1,"t":"2026-11-27T15:54:26Z"}""", "out_of_range")]
    [TestCase("""{"T":"x","S":"AAPL","i":83,"x":"D","p":1,"s":1,"a":"C","t":"2126-11-27T15:54:26Z"}""", "event_ahead")]
    public async Task Frame_ImplausibleBetweenGoodOnes_CostsItselfOnly(string bad, string reason)
    {
        Assert.That(Publish($"[{Good(1)},{bad},{Good(2)}]"), Is.EqualTo(2));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain($"torghut_ws_parse_errors_total{{reason=\"{reason}\"}} 1"));
    }

    [Test]
    public void Quote_OneSideAbsent_IsPublished() => Assert.That(
        Publish("""[{"T":"q","S":"AAPL","bx":"V","bp":25.1,"bs":3,"ax":"","ap":0,"as":0,"c":["R"],"z":"A","t":"2026-11-27T15:54:26Z"}]"""), Is.EqualTo(1));

    /// <summary>Frames of other people's reports; text for a number, a leap second and a side that is null are refused alone.</summary>
    [TestCase(
        """[{"T":"c","S":"AAPL","x":"D","oi":81,"op":49.15,"os":2500,"oc":[" ","7","V"],"ci":82,"cp":49.15,"cs":2500,"cc":[" ","7","Z","V"],"z":"B","t":"2026-11-27T15:54:26.854652Z"},{"T":"x","S":"AAPL","i":83,"x":"D","p":18.365,"s":2500,"a":"C","z":"A","t":"2026-11-27T15:54:26.886094Z"},{"T":"t","S":"BRK.B","i":90000001,"x":"V","p":4.9e2,"s":0.25,"c":["@"],"t":"2026-11-27T15:54:27Z","z":"A"}]""",
        3)]
    [TestCase(
        """[{"T":"i","S":"INAQU","t":"2026-11-27T15:54:00Z","p":9.12,"z":"C"},{"T":"l","S":"AAPL","u":3.24,"d":2.65,"i":"B","t":"2026-11-27T15:34:45.5Z","z":"C"},{"T":"t","S":"BTC\/USD","i":5279491075350809465,"p":60485.36,"s":0.001687033,"tks":"S","t":"2026-11-27T15:43:12.561000516Z"}]""",
        1)]
    [TestCase(
        """[{"T":"t","S":"PAY","i":5298,"x":"N","p":281.1,"s":2,"c":["@","I"],"t":"2026-11-27T15:54:26.1Z","z":"A"},{"T":"t","S":"PAY","i":5298,"x":"N","p":281.1,"s":2,"c":["@","I"],"t":"2026-11-27T15:54:26.1Z","z":"A"}]""",
        1)]
    [TestCase(
        """[{"T":"t","S":"A\ud83dB","i":1,"x":"V","p":1,"s":1,"t":"2026-11-27T15:54:27Z"},{"T":"t","S":"GOOD1","i":"2","x":"V","p":1,"s":1,"t":"2026-11-27T15:54:27Z"},{"T":"t","S":"GOOD2","i":3,"x":"V","p":1,"s":1,"t":"2016-12-31T23:59:60Z"},{"T":"t","S":"GOOD3","i":4,"x":"V","p":1,"s":1,"t":"2026-11-27T10:54:27.5-05:00"}]""",
        1)]
    [TestCase(
        """[{"T":"q","S":"AAPL","bx":"V","bp":25.1,"bs":3,"ax":null,"ap":null,"as":null,"c":["R"],"z":"A","t":"2026-11-27T15:54:26Z"},{"T":"t","S":"GOOD4","i":5,"x":"V","p":1,"s":1,"t":"2026-11-27T15:54:28Z"}]""",
        1)]
    public void Frame_Odd_KeepsWhatIsGood(string frame, int published) => Assert.That(Publish(frame), Is.EqualTo(published));

    private int Publish(string frame)
    {
        using var producer = new Producer();
        var time = new ManualTime();
        var metrics = new WsMetrics(_registry, new TopicNames(new PublishingOptions()));
        var messages = new MarketDataPublisher(
            new RecordPublisher(producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", metrics, time),
            new DedupWindow(new DedupOptions(), time),
            metrics,
            new RejectionLog(metrics, time, NullLogger<RejectionLog>.Instance));
        messages.BeginFrame(Nanos.Of(ReceivedAt), 0);
        new MarketDataFrameParser().Parse(Encoding.UTF8.GetBytes(frame), messages);
        return producer.Taken;
    }

    private static string Good(long id) =>
        $$"""{"T":"t","S":"AAPL","i":{{id}},"x":"V","p":162.92,"s":3,"c":["@"],"t":"2026-11-27T15:54:26.1Z","z":"C"}""";
}

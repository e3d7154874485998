using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class ReadersTests
{
    [Test]
    public void Posture_GroupedStatus_IsFound()
    {
        var posture = PostureReader.Read((JsonObject)JsonNode.Parse(
            """{"mode":"paper","switches":{"kill_switch_enabled":true,"live_enabled":false},"loop":{"running":true,"last_tick_at":"2026-02-12T14:59:58Z"},"universe":{"source":"static","symbols":["AAPL"]},"market":{"is_open":true}}""")!);
        Assert.Multiple(() =>
        {
            Assert.That((string?)posture["mode"], Is.EqualTo("paper"));
            Assert.That((bool?)posture["kill_switch_enabled"], Is.True);
            Assert.That((bool?)posture["running"], Is.True);
            Assert.That((bool?)posture["market_open"], Is.True);
            Assert.That(posture["universe"]!.ToJsonString(), Is.EqualTo("""["AAPL"]"""));
            Assert.That(posture["last_error"], Is.Null);
        });
    }

    [TestCase("2026-02-12T14:29:59Z", false)]
    [TestCase("2026-02-12T14:30:00Z", true)]
    [TestCase("2026-02-12T20:59:59Z", true)]
    [TestCase("2026-02-12T21:00:00Z", false)]
    [TestCase("2026-07-10T13:30:00Z", true)]
    [TestCase("2026-02-14T15:00:00Z", false)]
    public void MarketClock_NobodyTells_IsEstimatedInNewYork(string now, bool open)
    {
        var status = Facts.Make(Plane.Decision, "trading", "status", $$"""{"market_now":"{{now}}"}""");
        var clock = new MarketClockReader(TimeProvider.System).Read(status);
        Assert.That(clock.IsOpen, Is.EqualTo(open));
        Assert.That(clock.Source, Does.StartWith("estimated"));
    }

    [Test]
    public void MarketClock_TradingTells_IsBelieved()
    {
        var status = Facts.Make(Plane.Decision, "trading", "status", """{"market_open":true,"market_now":"2013-10-07T03:00:00Z"}""");
        var clock = new MarketClockReader(TimeProvider.System).Read(status);
        Assert.That((clock.IsOpen, clock.Now.Year, clock.Source), Is.EqualTo((true, 2013, "torghut-trading")));
    }
}

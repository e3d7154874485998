using System.Text.Json;
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
            """{"account_label":"paper-2","mode":"paper","switches":{"kill_switch_enabled":true,"live_enabled":false,"read_at":"2026-02-12T13:00:00Z"},"loop":{"running":true,"last_tick_at":"2026-02-12T14:59:58Z"},"universe":{"source":"static","symbols":["AAPL"]},"market":{"is_open":true},"latches":{"emergency_stop":true,"mass_cancel":"failing","history":[{"latch":"daily_loss","engaged":false},{"latch":"exits_only","engaged":true,"engaged_at":"2026-02-12T14:00:00Z","reason":"r"}]}}""")!);
        Assert.Multiple(() =>
        {
            Assert.That((string?)posture["account"], Is.EqualTo("paper-2"));
            Assert.That((string?)posture["mode"], Is.EqualTo("paper"));
            Assert.That((bool?)posture["kill_switch_enabled"], Is.True);
            Assert.That((string?)posture["switches_read_at"], Is.EqualTo("2026-02-12T13:00:00Z"));
            Assert.That((bool?)posture["running"], Is.True);
            Assert.That((bool?)posture["market_open"], Is.True);
            Assert.That(posture["universe"]!.ToJsonString(), Is.EqualTo("""["AAPL"]"""));
            Assert.That(posture["last_error"], Is.Null);
            Assert.That((bool?)posture["emergency_stop"], Is.True);
            Assert.That((string?)posture["mass_cancel"], Is.EqualTo("failing"));
            Assert.That(posture["engaged"]!.ToJsonString(), Is.EqualTo("""[{"latch":"exits_only","engaged_at":"2026-02-12T14:00:00Z","reason":"r"}]"""));
        });
    }

    [Test]
    public void Posture_LatchThatIsNotStoredYet_IsEngaged()
    {
        var posture = PostureReader.Read((JsonObject)JsonNode.Parse("""
            {"latches":{"engaged":[{"latch":"daily_loss","engaged_at":"2026-02-12T14:00:00Z","reason":"r","persisted":false}],"history":[]}}
            """)!);
        Assert.That(posture["engaged"]!.ToJsonString(), Is.EqualTo("""[{"latch":"daily_loss","engaged_at":"2026-02-12T14:00:00Z","reason":"r"}]"""));
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

    [TestCase("""{"rows":1,"newest_event_ts":"2026-02-12T14:59:57.500Z"}""", """{"rows":1,"newest_event_ts":"2026-02-12T14:59:57.500Z","lag_seconds":2.5}""")]
    [TestCase("""{"rows":0,"newest_event_ts":null}""", """{"rows":0,"newest_event_ts":null}""")]
    [TestCase("""{"newest_event_ts":"soon"}""", """{"newest_event_ts":"soon"}""")]
    public void AddLag_OfAFact_IsItsDistanceFromMarketTime(string value, string expected) => Assert.That(
        MarketClockReader.AddLag(Facts.Make(Plane.Data, "c", "p", value), new MarketClock(Facts.Now, true, "test")).Value!.ToJsonString(),
        Is.EqualTo(expected));

    [Test]
    public void MarketClock_TradingTells_IsBelieved()
    {
        var status = Facts.Make(Plane.Decision, "trading", "status", """{"market_open":true,"market_now":"2013-10-07T03:00:00Z"}""");
        var clock = new MarketClockReader(TimeProvider.System).Read(status);
        Assert.That((clock.IsOpen, clock.Now.Year, clock.Source), Is.EqualTo((true, 2013, "torghut-trading")));
    }

    [Test]
    public void Application_WhoseSelfHealIsPaused_SaysByWhom()
    {
        using var application = JsonDocument.Parse("""
            {"metadata":{"name":"a","annotations":{"torghut/self-heal-paused-by":"ann","torghut/self-heal-paused-until":"2026-02-12T15:10:00Z",
            "torghut/self-heal-paused-for":"r"}},"spec":{"syncPolicy":{"automated":{"selfHeal":false}}}}
            """);
        var read = ClusterReader.Application(application.RootElement);
        Assert.That(
            ((string?)read["paused_by"], (string?)read["paused_until"], (string?)read["paused_for"], (bool?)read["self_heal"]),
            Is.EqualTo(("ann", "2026-02-12T15:10:00Z", "r", (bool?)false)));
    }

    [Test]
    public void Advisory_OfTheStatus_IsItsStanceAndWhoCannotBeAsked()
    {
        var status = (JsonObject)JsonNode.Parse("""
            {"mode":"paper","llm":{"mode":"shadow","policy_resolution":"compliant","reasons":["llm_demoted"],"configuration_fault":null,
            "endpoints":[{"endpoint":"a","circuit":"closed"},{"endpoint":"b","circuit":"open"}]}}
            """)!;
        var read = AdvisoryReader.Read(status);
        Assert.That((read["mode"]!.GetValue<string>(), read["reasons"]!.ToJsonString(), read["open_circuits"]!.ToJsonString()),
            Is.EqualTo(("shadow", """["llm_demoted"]""", """["b"]""")));
        Assert.That(AdvisoryReader.Read([])["mode"], Is.Null);
    }
}

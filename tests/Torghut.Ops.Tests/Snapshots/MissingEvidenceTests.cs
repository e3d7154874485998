using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>Each probe in each way of not answering: what is not known is never GREEN, and weighs as much as the worst it could have said.</summary>
public sealed class MissingEvidenceTests
{
    private static readonly Dictionary<string, Verdict> Worst = new()
    {
        ["cluster.api"] = Verdict.Red,
        ["argocd.applications"] = Verdict.Red,
        ["knative.service"] = Verdict.Red,
        ["workload.ta"] = Verdict.Red,
        ["cnpg.cluster"] = Verdict.Red,
        ["altinity.installation"] = Verdict.Red,
        ["pods.all"] = Verdict.Yellow,
        ["deployments.all"] = Verdict.Yellow,
        ["processes.infrastructure"] = Verdict.Red,
        ["processes.services"] = Verdict.Yellow,
        ["market.session"] = Verdict.Yellow,
        ["trading.status"] = Verdict.Red,
        ["trading.health"] = Verdict.Yellow,
        ["trading.advisory"] = Verdict.Yellow,
        ["trading.readyz"] = Verdict.Yellow,
        ["ws.readyz"] = Verdict.Yellow,
        ["ws.symbols"] = Verdict.Yellow,
        ["ta.readyz"] = Verdict.Yellow,
        ["ta.status"] = Verdict.Yellow,
        ["kafka.groups"] = Verdict.Yellow,
        ["kafka.topics"] = Verdict.Yellow,
        ["clickhouse.ping"] = Verdict.Red,
        ["clickhouse.ta_signals"] = Verdict.Red,
        ["clickhouse.ta_microbars"] = Verdict.Red,
        ["clickhouse.fresh_symbols"] = Verdict.Yellow,
        ["clickhouse.replicas"] = Verdict.Yellow,
        ["clickhouse.parts"] = Verdict.Yellow,
        ["clickhouse.disks"] = Verdict.Yellow,
        ["postgres.ping"] = Verdict.Red,
        ["postgres.rows"] = Verdict.Yellow,
        ["postgres.position_snapshots"] = Verdict.Red,
        ["postgres.decisions_by_status"] = Verdict.Yellow,
        ["postgres.executions_by_status"] = Verdict.Yellow,
        ["postgres.suspended_strategies"] = Verdict.Yellow,
        ["postgres.orders_sent"] = Verdict.Yellow,
        ["postgres.reviews"] = Verdict.Yellow,
        ["postgres.rejections_recent"] = Verdict.Yellow,
        ["postgres.rejections_before"] = Verdict.Yellow,
        ["universe.symbols"] = Verdict.Yellow,
    };

    /// <summary>Answers whose emptiness is an answer: no decision was made, none was rejected, the session table is a distribution.</summary>
    private static readonly string[] MayBeEmpty =
        ["postgres.rows", "postgres.decisions_by_status", "postgres.executions_by_status", "postgres.rejections_recent", "postgres.rejections_before"];

    private static readonly string[] Ways =
        ["missing", "absent", "forbidden", "unreachable", "timeout", "stale", "aged", "malformed", "not_configured", "null", "empty"];

    /// <summary>Where there is a cluster every probe of the machine's services is needed as well.</summary>
    private static IEnumerable<TestCaseData> Pairs() =>
        from place in new[] { "machine", "cluster" }
        from id in Healthy(place).Keys
        where id != "cluster.api"
        from way in Ways
        where way != "empty" || !MayBeEmpty.Contains(id)
        where way != "null" || !MayBeEmpty.Contains(id)
        select new TestCaseData(place, id, way).SetArgDisplayNames(place, id, way);

    [Test]
    public void Table_OfTheWorst_IsThatOfTheHealthySystem() =>
        Assert.That(Worst.Keys, Is.EquivalentTo(Facts.Healthy().Keys.Union(Facts.InCluster().Keys)));

    [TestCaseSource(nameof(Pairs))]
    public void Judge_ProbeWithoutAnAnswer_IsNeverGreen(string place, string id, string way)
    {
        var facts = Healthy(place);
        Assume.That(Judge(facts).Verdict, Is.EqualTo(Verdict.Green));
        Spoil(facts, id, way);
        var judgement = Judge(facts);
        Assert.Multiple(() =>
        {
            var expected = (id, way) == ("processes.infrastructure", "not_configured") ? Verdict.Yellow : Worst[id];
            Assert.That(judgement.Verdict, Is.EqualTo(expected), judgement.Headline);
            Assert.That(judgement.Level, Is.GreaterThan(ConfidenceLevel.Full));
            Assert.That(judgement.Coverage.Blind, Is.EqualTo(new[] { id }));
            Assert.That(judgement.Interpretations.SelectMany(i => i.RestsOn), Has.Member(id));
        });
    }

    [TestCaseSource(nameof(Ways))]
    public void Judge_ClusterOfWhichNothingIsKnown_IsAnIncident(string way)
    {
        foreach (var place in new[] { "machine", "cluster" })
        {
            var facts = Healthy(place);
            Spoil(facts, "cluster.api", way);
            var judgement = Judge(facts);

            // A machine without a cluster does not become one while nobody looks.
            Assert.That(judgement.Verdict, Is.EqualTo(place == "machine" && way == "aged" ? Verdict.Yellow : Verdict.Red), judgement.Headline);
            Assert.That(judgement.Coverage.Blind, Has.Member("cluster.api"));
            Assert.That(judgement.Level, Is.GreaterThan(ConfidenceLevel.Full));
        }
    }

    [Test]
    public void Judge_MachineWithoutACluster_NeedsNothingOfIt()
    {
        var facts = Facts.Healthy();
        foreach (var id in Facts.InCluster().Keys.Except(facts.Keys))
        {
            facts[id] = Facts.InCluster()[id] with { Value = new JsonObject { ["cluster"] = "none" } };
        }

        var judgement = Judge(facts);
        Assert.That((judgement.Verdict, judgement.Level, judgement.Coverage.Blind.Count), Is.EqualTo((Verdict.Green, ConfidenceLevel.Full, 0)));
    }

    [Test]
    public void Judge_ClusterThatIsSaidNotToBe_WhereThereIsOne_IsNoAnswer()
    {
        var facts = Facts.InCluster();
        facts["knative.service"] = facts["knative.service"] with { Value = new JsonObject { ["cluster"] = "none" } };
        Assert.That(Judge(facts).Coverage.Blind, Is.EqualTo(new[] { "knative.service" }));
    }

    [TestCase("machine")]
    [TestCase("cluster")]
    public void Judge_FactsInAnyOrder_GiveTheSameSnapshotToTheByte(string place)
    {
        Fact[] facts = [.. Healthy(place).Values.Select(fact => fact.Plane == Plane.Control ? fact with { Outcome = Outcome.Timeout, Value = null } : fact)];
        var metadata = new SnapshotMetadata(Facts.Now, Facts.Now, "test", "1", "test");
        string Render(IReadOnlyList<Fact> some) => JsonRenderer.Render(SnapshotJudge.Judge(metadata, some, new SnapshotOptions()));
        Assert.That(Render([.. facts.Reverse()]), Is.EqualTo(Render(facts)));
    }

    [TestCase(179, "Yellow", "api_intermittent")]
    [TestCase(180, "Red", "platform_incident")]
    public void Judge_ApiServerThatFails_WeighsByHowLong(int seconds, string verdict, string rule)
    {
        var facts = Facts.InCluster();
        facts["cluster.api"] = facts["cluster.api"] with
        {
            Outcome = Outcome.Unreachable,
            Detail = "cluster: 503 from the API server",
            Value = JsonNode.Parse($$"""{"cluster":"kubernetes","answered_at":"{{Facts.Now.AddSeconds(-seconds):O}}"}"""),
        };
        var judgement = Judge(facts);
        Assert.That((judgement.Verdict.ToString(), judgement.TopCause!.Rule, judgement.Level), Is.EqualTo((verdict, rule, ConfidenceLevel.Reduced)));
        Assert.That(judgement.Coverage.Blind, Is.EqualTo(new[] { "cluster.api" }));
    }

    [TestCase("postgres.position_snapshots", """{"trading_enabled":false}""", "Yellow")]
    [TestCase("postgres.orders_sent", """{"kill_switch_enabled":true}""", "Red")]
    public void Judge_ProbeThatOtherFactsMakeMatter_WeighsAccordingly(string id, string status, string expected)
    {
        var facts = Facts.Healthy();
        facts["trading.status"] = facts["trading.status"] with { Value = JsonNode.Parse(Facts.Status(status)) };
        facts.Remove(id);
        Assert.That(Judge(facts).Verdict.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Judge_TablesWhileTheMarketIsClosed_WeighLess()
    {
        var facts = Facts.Healthy();
        facts["market.session"] = facts["market.session"] with { Value = JsonNode.Parse("""{"open":false}""") };
        facts.Remove("clickhouse.ta_signals");
        Assert.That(Judge(facts).Verdict, Is.EqualTo(Verdict.Yellow));
    }

    private static Dictionary<string, Fact> Healthy(string place) => place == "cluster" ? Facts.InCluster() : Facts.Healthy();

    private static void Spoil(Dictionary<string, Fact> facts, string id, string way)
    {
        if (way == "missing")
        {
            facts.Remove(id);
            return;
        }

        facts[id] = way switch
        {
            "aged" => facts[id] with { ObservedAt = Facts.Now.AddSeconds(-61) },
            "null" => facts[id] with { Value = null },
            "empty" => facts[id] with { Value = new JsonObject() },
            _ => facts[id] with { Outcome = Enum.Parse<Outcome>(way.Replace("_", "", StringComparison.Ordinal), ignoreCase: true), Value = null, Detail = way },
        };
    }

    private static Judgement Judge(Dictionary<string, Fact> facts) => Classifier.Judge([.. facts.Values], new SnapshotOptions(), Facts.Now);
}

using System.Text.Json.Nodes;
using Torghut.Contracts;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Classification;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class KafkaRulesTests
{
    private static readonly Action<JsonObject> Nothing = _ => { };

    [TestCase("Stable", 50_000, null)]
    [TestCase("Stable", 50_001, "ta")]
    [TestCase("PreparingRebalance", 50_001, "ta")]
    [TestCase("Empty", 50_001, "ta")]
    public void Groups_OneReader_MayBeSoFarBehind(string state, int lag, string? subject) =>
        Assert.That(Groups(Row("torghut-ta-live", state, Topics.Trades, lag)).Select(i => i.Subject), Is.EqualTo(subject is null ? [] : new[] { subject }));

    /// <summary>A replay's former group stands still, and is no fault of the one that reads now.</summary>
    [Test]
    public void Groups_OneThatIsLeftBehind_DoesNotCountWhileAnotherReads()
    {
        var former = Row("torghut-ta-live", "Empty", Topics.Trades, 90_000);
        Assert.That(Groups(former, Row("torghut-ta-replay-1", "Stable", Topics.Trades, 0)), Is.Empty);
        Assert.That(Groups(former, Row("torghut-ta-replay-1", "Stable", Topics.Trades, 70_000)).Single().Text, Does.Contain("torghut-ta-replay-1"));
    }

    /// <summary>Whoever keeps up hid a group beside it that was stuck.</summary>
    [TestCase("Stable")]
    [TestCase("Empty")]
    public void Groups_OneThatKeepsUp_HidesNoneThatIsStuck(string state)
    {
        var stuck = Row("torghut-ta-live", state, Topics.Trades, 90_000);
        Assert.That(Groups(stuck, Row("torghut-ta-canary", "Stable", Topics.Trades, 0)).Single().Text, Does.Contain("torghut-ta-live"));
    }

    [Test]
    public void Groups_OfAReplayThatIsOver_DoesNotCount() =>
        Assert.That(Groups(Row("torghut-ta-live", "Stable", Topics.Trades, 0), Row("torghut-ta-replay-1", "Empty", Topics.Trades, 90_000)), Is.Empty);

    [Test]
    public void Groups_OfAReplayThatKeepsUp_HidesNoneThatReads()
    {
        var stuck = Row("torghut-ta-live", "Stable", Topics.Trades, 90_000);
        Assert.That(Groups(stuck, Row("torghut-ta-replay-1", "Stable", Topics.Trades, 0)).Single().Text, Does.Contain("torghut-ta-live"));
    }

    /// <summary>A broker leaves out what the user may not see, and an empty list looked as if nobody was behind.</summary>
    [Test]
    public void Groups_NoneListed_IsNotWell()
    {
        var facts = Facts.Healthy();
        facts["kafka.groups"] = facts["kafka.groups"] with { Value = JsonNode.Parse("""{"groups":[]}""") };
        var judgement = Classifier.Judge([.. facts.Values], new SnapshotOptions());
        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Yellow));
        Assert.That(judgement.Interpretations.Select(i => i.Rule), Is.EqualTo(Enumerable.Repeat("group_behind", 5)));
    }

    /// <summary>Nobody has a position in what was never written.</summary>
    [Test]
    public void Groups_TopicWithoutRecords_NeedsNone()
    {
        var facts = Facts.Healthy();
        var rows = facts["kafka.groups"].Value!["groups"]!.AsArray().Where(row => (string?)row!["topic"] != Topics.Bars1m).Select(row => row!.DeepClone());
        facts["kafka.groups"] = facts["kafka.groups"] with { Value = new JsonObject { ["groups"] = new JsonArray([.. rows]) } };
        Assert.That(Classifier.Judge([.. facts.Values], new SnapshotOptions()).Interpretations, Has.Count.EqualTo(1));
        var topics = Facts.AgreedTopics(Topics.Bars1m, row => row["end"] = 0.0);
        facts["kafka.topics"] = facts["kafka.topics"] with { Value = JsonNode.Parse(topics) };
        Assert.That(Classifier.Judge([.. facts.Values], new SnapshotOptions()).Interpretations, Is.Empty);
    }

    [Test]
    public void Groups_OfTradeUpdates_AreTheTradingServices() =>
        Assert.That(Groups(Row("torghut-trading", "Stable", Topics.TradeUpdates, 60_000)).Single().Subject, Is.EqualTo("trading"));

    [Test]
    public void Groups_RowWithoutALag_IsNotWell() =>
        Assert.That(Groups("""{"group":"torghut-ta-live","state":"Stable","topic":"torghut.trades.v1"}"""), Has.Count.EqualTo(1));

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Case(Topics.Trades, row => row["retention_hours"] = 167, "records stay for 167 h instead of 168 h");
        yield return Case(Topics.Trades, row => row["partitions"] = 2, "2 partitions instead of 3");
        yield return Case(Topics.Trades, row => row["cleanup"] = "compact", "cleanup is 'compact'");
        yield return Case(Topics.Status, row => row["cleanup"] = "compact", "cleanup is 'compact'");
        yield return Case(Topics.TaState, row => row["cleanup"] = "compact,delete", "cleanup is 'compact,delete'");
        yield return Case(Topics.Quotes, row => row["topic"] = "other", "there is none");
        yield return Case(Topics.Trades, row => row["retention_hours"] = 1000, null);
        yield return Case(Topics.Trades, row => row["retention_hours"] = null, null);
        yield return Case(Topics.Trades, row => row["partitions"] = 12, null);
        yield return Case(Topics.TaState, Nothing, null);
    }

    [TestCaseSource(nameof(Changes))]
    public void Topics_AreAsTheContractAsks(string topic, Action<JsonObject> spoil, string? expected)
    {
        var facts = Facts.Healthy();
        facts["kafka.topics"] = facts["kafka.topics"] with { Value = JsonNode.Parse(Facts.AgreedTopics(topic, spoil)) };
        var judgement = Classifier.Judge([.. facts.Values], new SnapshotOptions());
        var texts = judgement.Interpretations.Select(i => i.Text);
        Assert.That(texts, expected is null ? Is.Empty : Is.EqualTo(new[] { $"Topic {topic} is not as the contract asks: {expected}." }));
        Assert.That(judgement.Verdict, Is.EqualTo(expected is null ? Verdict.Green : Verdict.Yellow));
    }

    private static TestCaseData Case(string topic, Action<JsonObject> spoil, string? expected) =>
        new TestCaseData(topic, spoil, expected).SetArgDisplayNames(topic, expected ?? "as agreed");

    private static string Row(string group, string state, string topic, int lag) =>
        $$"""{"group":"{{group}}","state":"{{state}}","topic":"{{topic}}","lag":{{lag}},"partitions":3}""";

    private static List<Interpretation> Groups(params string[] rows)
    {
        var facts = Facts.Healthy();
        var own = rows.Select(row => JsonNode.Parse(row)!).ToArray();

        // What a test says of a topic stands in place of what is well.
        var well = facts["kafka.groups"].Value!["groups"]!.AsArray().Where(row => !own.Any(other => (string?)other["topic"] == (string?)row!["topic"]))
            .Select(row => row!.DeepClone());
        var seen = new JsonArray([.. well, .. own]);
        facts["kafka.groups"] = facts["kafka.groups"] with { Value = new JsonObject { ["groups"] = seen } };
        return [.. Classifier.Judge([.. facts.Values], new SnapshotOptions()).Interpretations];
    }
}

using Torghut.Contracts;
using Torghut.Ops.Evidence;
using Torghut.Ops.Exporters;
using Torghut.Ops.Tests.Snapshots;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Exporters;

public sealed class KafkaMetricsTests
{
    private const string One = """{"groups":[{"group":"g1","topic":"t","lag":7,"state":"Stable"},{"group":"g2","topic":"t","lag":0,"state":"Stable"}]}""";
    private const string Other = """{"groups":[{"group":"g2","topic":"t","lag":3,"state":"Stable"}]}""";

    [Test]
    public async Task Page_AfterLooks_HasTheGroupsAndTopicsOfTheLastThatAnswered()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new KafkaMetrics(registry);
        metrics.Show([Groups(One), Facts.Make(Plane.Data, "kafka", "topics", Facts.AgreedTopics())]);
        var first = await RegistryPage.ReadAsync(registry);
        metrics.Show([Groups(Other)]);
        metrics.Show([Groups("{}") with { Outcome = Outcome.Timeout, Value = null }]);
        var last = await RegistryPage.ReadAsync(registry);
        Assert.Multiple(async () =>
        {
            Assert.That(first, Does.Contain("torghut_ops_kafka_group_lag_records{group=\"g1\",topic=\"t\"} 7\n"));
            Assert.That(first, Does.Contain($"torghut_ops_kafka_topic_retention_seconds{{topic=\"{Topics.Trades}\"}} 604800\n"));
            Assert.That(first, Does.Not.Contain($"retention_seconds{{topic=\"{Topics.TaState}\"}}"), "It has no limit.");
            Assert.That(first, Does.Contain($"torghut_ops_kafka_topic_records{{topic=\"{Topics.TaState}\"}} 10\n"));
            Assert.That(last, Does.Contain("{group=\"g2\",topic=\"t\"} 3\n").And.Not.Contain("g1"));
            Assert.That(await Promtool.CheckAsync(last), Is.Empty);
        });
    }

    private static Fact Groups(string value) => Facts.Make(Plane.Data, "kafka", "groups", value);
}

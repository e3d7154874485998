using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Values that contradict each other do not render, and the sentence names the key; the rest of them are beside what they belong to.</summary>
public sealed class ContradictionRules
{
    [TestCase("torghut-data", "kafka.replication=1", "kafka.minInsyncReplicas is 2 and kafka.replication 1")]
    [TestCase("torghut-data", "kafka.topics.torghut\\.quotes\\.v1.partitions=6", "kafka.topics.torghut.quotes.v1.partitions is 6")]
    [TestCase("torghut-data", "kafka.topics.torghut\\.ta\\.state\\.v1.partitions=1", "kafka.topics.torghut.ta.state.v1.partitions is 1")]
    [TestCase("torghut-data", "kafka.topics.torghut\\.trades\\.v1.retentionDays=0", "kafka.topics.torghut.trades.v1.retentionDays is 0")]
    [TestCase("torghut-data", "keeper.replicas=2", "keeper.replicas is 2")]
    [TestCase("torghut-data", "objectStore.enabled=false", "postgres.backups.enabled is true and objectStore.enabled false")]
    [TestCase("torghut-data", "schemas.registryUrl=", "schemas.enabled is true and schemas.registryUrl empty")]
    [TestCase("torghut-ta", "kafkaTrust.configMap=", "config.TA_KAFKA_CA_LOCATION")]
    [TestCase("torghut-ws", "kafkaTrust.configMap=", "config.KAFKA_SSL_CA_LOCATION")]
    [TestCase("torghut-trading", "kafkaTrust.configMap=", "config.KAFKA_SSL_CA_LOCATION")]
    [TestCase("torghut-ops", "kafkaTrust.configMap=", "config.KAFKA_SSL_CA_LOCATION")]
    [TestCase("torghut-ta", "job.parallelism=4", "job.parallelism is 4 and job.partitions 3")]
    public async Task Values_ThatContradict_AreRefusedByName(string chart, string value, string sentence)
    {
        HelmRun run = await Helm.TryTemplateAsync(chart, "--set", value);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Errors, Does.Contain(sentence));
    }

    [TestCase("kafka.topics.torghut\\.trades\\.v1.partitions=0", "partitions")]
    [TestCase("kafka.topics.torghut\\.trades\\.v1.cleanup=none", "cleanup")]
    [TestCase("kafka.topics.other.partitions=3", "other")]
    [TestCase("kafka.unknown=1", "unknown")]
    [TestCase("clickhouse.replicas=0", "replicas")]
    [TestCase("clickhouse.storage.size=much", "size")]
    [TestCase("clickhouse.image.digest=latest", "digest")]
    [TestCase("clickhouse.limits.unknown=1", "unknown")]
    [TestCase("postgres.backups.retention=always", "retention")]
    [TestCase("postgres.backups.schedule=nightly", "schedule")]
    [TestCase("networkPolicy.namespaces.unknown=x", "unknown")]
    [TestCase("kafka.caCertificate=secret", "caCertificate")]
    public async Task Value_OfTheStores_ThatIsNone_IsRefused(string value, string key)
    {
        HelmRun run = await Helm.TryTemplateAsync("torghut-data", "--set", value);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Errors, Does.Contain(key));
    }
}

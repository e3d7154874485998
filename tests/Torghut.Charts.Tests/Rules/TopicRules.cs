using System.Globalization;
using Torghut.Charts.Tests.Rendering;
using Torghut.Contracts;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Kafka as the contract has it, and users that may what their service does and nothing else.</summary>
public sealed class TopicRules
{
    /// <summary>Every right of every user: what, its name (* after a prefix), operations.</summary>
    private static readonly Dictionary<string, string[]> Rights = new(StringComparer.Ordinal)
    {
        ["torghut-ws"] =
        [
            "topic torghut.trades.v1 Describe,Read,Write", "topic torghut.quotes.v1 Describe,Read,Write", "topic torghut.bars.1m.v1 Describe,Read,Write",
            "topic torghut.status.v1 Describe,Read,Write", "topic torghut.trade-updates.v1 Describe,Read,Write",
            "group torghut-ws-own-topics Describe,Read",
        ],
        ["torghut-ta"] =
        [
            "topic torghut.trades.v1 Describe,Read", "topic torghut.quotes.v1 Describe,Read", "topic torghut.bars.1m.v1 Describe,Read",
            "topic torghut.ta.bars.1s.v1 Describe,Read,Write", "topic torghut.ta.signals.v1 Describe,Read,Write",
            "topic torghut.ta.state.v1 Describe,Read,Write", "topic torghut.ta.status.v1 Describe,Write", "topic torghut.dead-letter.v1 Describe,Write",
            "group torghut-ta-* Describe,Read", "transactionalId torghut-ta-* Describe,Write",
        ],
        ["torghut-trading"] =
        [
            "topic torghut.trade-updates.v1 Describe,Read", "topic torghut.dead-letter.v1 Describe,Write", "group torghut-trading Describe,Read",
        ],
        ["torghut-ops"] = ["topic torghut.* Describe,DescribeConfigs,Read", "group torghut-* Describe"],
    };

    [Test]
    public async Task Topics_Rendered_AreThoseOfTheContract()
    {
        var rendered = (await Helm.TemplateAsync("torghut-data")).Of("KafkaTopic").Select(topic => (
            Name: topic["spec.topicName"].Text,
            Partitions: topic["spec.partitions"].Text,
            Retention: topic["spec.config"].Map.TryGetValue("retention.ms", out var retention) ? retention.Text : "",
            Cleanup: topic["spec.config"].Map["cleanup.policy"].Text,
            MaxMessage: topic["spec.config"].Map.TryGetValue("max.message.bytes", out var largest) ? largest.Text : ""));
        var contract = Topics.All.Select(topic => (
            topic.Name,
            topic.Partitions.ToString(CultureInfo.InvariantCulture),
            topic.Retention?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) ?? "",
            topic.Cleanup switch { TopicCleanup.Delete => "delete", TopicCleanup.Compact => "compact", _ => "compact,delete" },
            topic.MaxMessageBytes?.ToString(CultureInfo.InvariantCulture) ?? ""));
        Assert.That(rendered, Is.EquivalentTo(contract));
    }

    [Test]
    public async Task Topics_OfAnyCluster_AreConfirmedByEnoughCopiesAndKept()
    {
        foreach (var overlay in Argo.Overlays)
        {
            foreach (var topic in (await Helm.TemplateForAsync(overlay, "torghut-data")).Of("KafkaTopic"))
            {
                var copies = (topic["spec.replicas"].Text, topic["spec.config"].Map["min.insync.replicas"].Text);
                Assert.That(copies, Is.EqualTo(overlay == "dev" ? ("1", "1") : ("3", "2")), overlay);
                Assert.That(topic["spec.config"].Map["compression.type"].Text, Is.EqualTo("lz4"));
                Assert.That(topic.Meta("labels", "strimzi.io/cluster"), Is.EqualTo("kafka"));
                Assert.That(topic["metadata.namespace"].Text, Is.EqualTo("kafka"));
            }
        }
    }

    [Test]
    public async Task Users_Rights_AreThoseTheirServiceNeeds()
    {
        var users = (await Helm.TemplateAsync("torghut-data")).Of("KafkaUser").ToDictionary(user => user["metadata.name"].Text);
        Assert.That(users.Keys, Is.EquivalentTo(Rights.Keys));
        foreach (var (name, user) in users)
        {
            Assert.That(RightsOf(user), Is.EquivalentTo(Rights[name]), name);
            Assert.That(user["spec.authentication.type"].Text, Is.EqualTo("scram-sha-512"));
            Assert.That(user["spec.authentication.password.valueFrom.secretKeyRef.key"].Text, Is.EqualTo(name));
        }
    }

    /// <summary>A replay's group is a fresh one; the user of TA may use it, and its transactions.</summary>
    [TestCase("argocd/applications/torghut/ta/values.yaml")]
    [TestCase("charts/torghut-ta/values.yaml")]
    public void Group_OfTa_BeginsAsItsUserMay(string values) =>
        Assert.That(File.ReadAllText(Path.Combine(Torghut.Testing.Repository.Root, values)), Does.Match("(?m)^ +TA_GROUP_ID: torghut-ta-"));

    [Test]
    public async Task UserThatDeletes_AsShippedAndAsDeployed_IsNotThere()
    {
        foreach (var overlay in Argo.Overlays)
        {
            Assert.That((await Helm.TemplateForAsync(overlay, "torghut-data")).Of("KafkaUser").SelectMany(RightsOf),
                Has.None.Contains("Delete").And.None.Contains("Alter").And.None.Contains("All").And.None.Contains("Create"), overlay);
        }

        var maintained = await Helm.TemplateAsync("torghut-data", "--values", Path.Combine(Tree.Charts, "torghut-data", "ci", "maintenance-users-values.yaml"));
        Assert.That(RightsOf(maintained.One("KafkaUser", "torghut-replay")).Where(right => right.Contains("Delete", StringComparison.Ordinal)),
            Is.EqualTo(new[] { Topics.TaMicrobars, Topics.TaSignals }.Select(topic => $"topic {topic} Create,Delete,Describe,DescribeConfigs,Read,Write")));
    }

    [Test]
    public async Task Clients_OfAnyCluster_SpeakTls()
    {
        foreach (var chart in Helm.Services)
        {
            var manifests = await Helm.TemplateAsync(chart);
            var config = manifests.Of("ConfigMap").Select(map => map["data"].Map)
                .First(map => map.Keys.Any(key => key.Contains("KAFKA", StringComparison.Ordinal)));
            var prefix = chart == "torghut-ta" ? "TA_" : "";
            Assert.That(config[chart == "torghut-ta" ? "TA_KAFKA_SECURITY" : "KAFKA_SECURITY_PROTOCOL"].Text, Is.EqualTo("SASL_SSL"), chart);
            Assert.That(config[prefix + "KAFKA_BOOTSTRAP"].Text, Does.EndWith(":9093"), chart);
            var file = config[chart == "torghut-ta" ? "TA_KAFKA_CA_LOCATION" : "KAFKA_SSL_CA_LOCATION"].Text;
            var pod = manifests.PodSpecs.First(spec => spec["volumes"].Items.Any(volume => volume["name"].Text == "kafka-trust"));
            var mount = pod["containers"].Items.Single()["volumeMounts"].Items.Single(one => one["name"].Text == "kafka-trust");
            Assert.That(file, Is.EqualTo(mount["mountPath"].Text + "/ca.crt"), chart);
        }

        var authority = await Helm.TemplateAsync("torghut-data", "--values", Path.Combine(Tree.Charts, "torghut-data", "ci", "kafka-ca-values.yaml"));
        Assert.That(authority.One("ConfigMap", "torghut-kafka-ca")["data"].Map["ca.crt"].Text, Does.StartWith("-----BEGIN CERTIFICATE-----"));
    }

    private static IEnumerable<string> RightsOf(Node user) => user["spec.authorization.acls"].Items.Select(right =>
        $"{right["resource.type"].Text} {right["resource.name"].Text}{(right["resource.patternType"].Text == "prefix" ? "*" : "")} "
        + string.Join(',', right["operations"].Items.Select(operation => operation.Text)));
}

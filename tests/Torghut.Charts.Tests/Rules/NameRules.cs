namespace Torghut.Charts.Tests.Rules;

/// <summary>Names that runbooks, alerts and operators use; they do not depend on the release.</summary>
public sealed class NameRules
{
    [TestCase("torghut-ws", "Deployment", "torghut-ws")]
    [TestCase("torghut-ws", "ConfigMap", "torghut-ws-config")]
    [TestCase("torghut-ta", "Deployment", "torghut-ta")]
    [TestCase("torghut-ta", "ConfigMap", "torghut-ta-config")]
    [TestCase("torghut-trading", "Service", "torghut")]
    [TestCase("torghut-trading", "ConfigMap", "torghut-strategy-config")]
    [TestCase("torghut-ops", "Deployment", "torghut-ops")]
    public async Task Object_OfAnyRelease_HasTheAgreedName(string chart, string kind, string name) =>
        Assert.That((await Helm.TemplateAsync(chart)).Of(kind).Select(o => o["metadata.name"].Text), Does.Contain(name));

    [TestCase("torghut-ws", "torghut-alpaca", "torghut-ws")]
    [TestCase("torghut-ta", "torghut-clickhouse-auth", "torghut-ta")]
    [TestCase("torghut-trading", "torghut-alpaca", "torghut-clickhouse-auth", "torghut-db-app", "torghut-db-trading", "torghut-trading")]
    [TestCase("torghut-ops", "torghut-clickhouse-auth", "torghut-db-ops", "torghut-ops", "torghut-ops-kafka")]
    public async Task Secrets_OfAChart_AreTheAgreedOnes(string chart, params string[] secrets)
    {
        IEnumerable<string> used = (await Helm.TemplateAsync(chart)).PodSpecs.SelectMany(pod => pod["containers"].Items)
            .Where(container => container.Has("env"))
            .SelectMany(container => container["env"].Items).Where(entry => entry.Has("valueFrom.secretKeyRef"))
            .Select(entry => entry["valueFrom.secretKeyRef.name"].Text);
        Assert.That(used.Distinct(), Is.EquivalentTo(secrets));
    }
}

using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>As shipped nobody is asked. A model of one's own is named in the network policy, has a secret as its key, and is asked in shadow.</summary>
public sealed class AdvisoryRules
{
    private const string Values = "ci/advisory-shadow-values.yaml";

    [Test]
    public async Task Model_AsShipped_IsNeitherAskedNorReached()
    {
        Manifests manifests = await Helm.TemplateAsync("torghut-trading");
        Assert.That(manifests.One("ConfigMap", "torghut-config")["data"].Map.Keys.Where(key => key.StartsWith("LLM_", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Ports(manifests), Does.Not.Contain("8000"));
    }

    [Test]
    public async Task Model_OfOnesOwnInShadow_IsReachedThereOnlyAndItsKeyIsASecret()
    {
        Manifests manifests = await Helm.TemplateAsync("torghut-trading", "--values", Path.Combine(Tree.Charts, "torghut-trading", Values));
        IReadOnlyDictionary<string, Node> config = manifests.One("ConfigMap", "torghut-config")["data"].Map;
        Assert.That((config["LLM_ENABLED"].Text, config["LLM_SHADOW_MODE"].Text), Is.EqualTo(("true", "true")));
        Assert.That(config.Keys, Has.None.EndsWith("API_KEY"));
        Node key = manifests.One("Service")["spec.template.spec.containers"].Items.Single()["env"].Items
            .Single(entry => entry["name"].Text == "LLM_SELF_HOSTED_API_KEY");
        Assert.That(key["valueFrom.secretKeyRef.name"].Text, Is.EqualTo("torghut-language-model"));
        Node rule = Egress(manifests).Single(rule => rule["ports"].Items.Any(port => port["port"].Text == "8000"));
        Assert.That(rule["to"].Items.Single()["podSelector.matchLabels"].Map["app.kubernetes.io/name"].Text, Is.EqualTo("vllm"));
    }

    private static IEnumerable<Node> Egress(Manifests manifests) => manifests.One("NetworkPolicy", "torghut")["spec.egress"].Items;

    private static IEnumerable<string> Ports(Manifests manifests) =>
        Egress(manifests).SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text);
}

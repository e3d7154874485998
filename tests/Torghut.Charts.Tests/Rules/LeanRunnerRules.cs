using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>The lean runner: off by default, and where it is on it has what placing an order takes and nothing else.</summary>
public sealed class LeanRunnerRules
{
    private const string Name = "torghut-lean-runner";

    [Test]
    public async Task Runner_AsShippedAndAsDeployed_IsNotThere()
    {
        foreach (string[] values in new string[][] { [], ["--values", Path.Combine(Tree.ApplicationOf("torghut-trading"), "values.yaml")] })
        {
            Assert.That((await Helm.TemplateAsync("torghut-trading", values)).All.Where(o => o["metadata.name"].Text == Name), Is.Empty);
        }
    }

    [Test]
    public async Task Adapter_WithoutItsRunner_DoesNotRender()
    {
        Assert.That((await Helm.TryTemplateAsync("torghut-trading", "--set", "config.TRADING_EXECUTION_ADAPTER=lean")).Errors,
            Does.Contain("leanRunner.enabled is false"));
        Assert.That(
            (await Helm.TryTemplateAsync("torghut-trading", "--set", "config.TRADING_EXECUTION_ADAPTER=lean", "--set", "leanRunner.enabled=true")).ExitCode,
            Is.Zero);
    }

    [Test]
    public async Task Runner_Enabled_IsTheSameImageInItsModeWithOrderSecretsOnly()
    {
        Manifests manifests = await RenderAsync();
        Node pod = manifests.One("Deployment", Name)["spec.template.spec"];
        Node container = pod["containers"].Items.Single();
        Node service =
            manifests.All.Single(o => o["kind"].Text == "Service" && o["metadata.name"].Text == "torghut")["spec.template.spec.containers"].Items.Single();
        Assert.Multiple(() =>
        {
            Assert.That(container["args"].Items.Select(item => item.Text), Is.EqualTo(new[] { "lean-runner" }));
            Assert.That(container["image"].Text, Is.EqualTo(service["image"].Text));
            Assert.That(container["env"].Items.Select(item => item["name"].Text),
                Is.EqualTo(new[] { "ALPACA_KEY_ID", "ALPACA_SECRET_KEY", "TRADING_LEAN_RUNNER_TOKEN" }));
            Assert.That(container["livenessProbe.httpGet.path"].Text, Is.EqualTo("/healthz"));
            Assert.That(container["readinessProbe.httpGet.path"].Text, Is.EqualTo("/readyz"));
            Assert.That(container["securityContext.readOnlyRootFilesystem"].Text, Is.EqualTo("true"));
            Assert.That(pod["securityContext.runAsNonRoot"].Text, Is.EqualTo("true"));
            Assert.That(pod["automountServiceAccountToken"].Text, Is.EqualTo("false"));
            Assert.That(pod["serviceAccountName"].Text, Is.EqualTo(Name));
        });
    }

    [Test]
    public async Task Service_Selector_FindsTheRunnersPodsAndNotTheTradingService()
    {
        Manifests manifests = await RenderAsync();
        Node service = manifests.One("Service", Name);
        Node labels = manifests.One("Deployment", Name)["spec.template.metadata.labels"];
        Assert.That(service["spec.ports"].Items.Single()["port"].Text, Is.EqualTo("8088"));
        foreach ((string key, Node value) in service["spec.selector"].Map)
        {
            Assert.That(labels.Map[key].Text, Is.EqualTo(value.Text));
        }

        Assert.That(manifests.One("ConfigMap", "torghut-config")["data"].Map["TRADING_LEAN_RUNNER_URL"].Text,
            Does.StartWith($"http://{Name}.").And.EndsWith(":8088"));
    }

    [Test]
    public async Task NetworkPolicy_Runner_ReachableFromTheTradingServiceAndReachingTheBrokerOnly()
    {
        Manifests manifests = await RenderAsync();
        Node policy = manifests.One("NetworkPolicy", Name);
        Node ingress = policy["spec.ingress"].Items.Single();
        IReadOnlyList<Node> from = [.. ingress["from"].Items];
        Assert.That(from[0]["podSelector.matchLabels"].Map["app.kubernetes.io/name"].Text, Is.EqualTo("torghut"));
        Assert.That(from[1]["namespaceSelector.matchLabels"].Map["kubernetes.io/metadata.name"].Text, Is.EqualTo("monitoring"));
        Assert.That(policy["spec.egress"].Items.SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text),
            Is.EqualTo(new[] { "53", "53", "443" }));
        Node trading = manifests.One("NetworkPolicy", "torghut");
        Assert.That(trading["spec.egress"].Items.SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text), Does.Contain("8088"));
    }

    private static Task<Manifests> RenderAsync() =>
        Helm.TemplateAsync("torghut-trading", "--set", "leanRunner.enabled=true", "--set", "config.TRADING_EXECUTION_ADAPTER=lean");
}

using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>What holds for every pod of the suite.</summary>
public sealed class PodRules
{
    private static IEnumerable<string> Charts => Helm.Services;

    [TestCaseSource(nameof(Charts))]
    public async Task Pods_SecurityContext_IsTheRestrictedStandard(string chart)
    {
        foreach (Node pod in (await Helm.TemplateAsync(chart)).PodSpecs)
        {
            Assert.That(pod["securityContext.runAsNonRoot"].Text, Is.EqualTo("true"));
            Assert.That(pod["securityContext.runAsUser"].Text, Is.EqualTo("65532"));
            Assert.That(pod["securityContext.seccompProfile.type"].Text, Is.EqualTo("RuntimeDefault"));
            foreach (Node container in pod["containers"].Items)
            {
                Assert.That(container["securityContext.allowPrivilegeEscalation"].Text, Is.EqualTo("false"));
                Assert.That(container["securityContext.readOnlyRootFilesystem"].Text, Is.EqualTo("true"));
                Assert.That(container["securityContext.capabilities.drop"].Items.Select(item => item.Text), Is.EqualTo(new[] { "ALL" }));
                Assert.That(container.Has("resources.requests.memory") && container.Has("resources.limits.memory"));
            }
        }
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Pods_ServiceAccountToken_IsOnlyForOps(string chart)
    {
        Manifests manifests = await Helm.TemplateAsync(chart);
        string expected = chart == "torghut-ops" ? "true" : "false";
        Assert.That(manifests.One("ServiceAccount")["automountServiceAccountToken"].Text, Is.EqualTo(expected));
        Assert.That(
            manifests.All.Where(o => o["kind"].Text == "Deployment").Select(o => o["spec.template.spec.automountServiceAccountToken"].Text),
            Has.All.EqualTo(expected));
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Workload_Probes_AreThere(string chart)
    {
        Manifests manifests = await Helm.TemplateAsync(chart);
        Node container =
            manifests.All.First(o => o["kind"].Text == "Deployment"
            || o["apiVersion"].Text.StartsWith("serving.knative.dev", StringComparison.Ordinal))["spec.template.spec.containers"].Items.Single();
        Assert.That(container["livenessProbe.httpGet.path"].Text, Is.EqualTo("/healthz"));
        Assert.That(container.Has("readinessProbe.httpGet.path"));
    }

    [TestCaseSource(nameof(Charts))]
    public async Task NetworkPolicy_BothDirections_AreClosedButForWhatIsNamed(string chart)
    {
        Node policy = (await Helm.TemplateAsync(chart)).One("NetworkPolicy");
        Assert.That(policy["spec.policyTypes"].Items.Select(item => item.Text), Is.EqualTo(new[] { "Ingress", "Egress" }));
        Assert.That(policy["spec.egress"].Items, Has.All.Matches<Node>(rule => rule!.Has("to") && rule.Has("ports")));
    }
}

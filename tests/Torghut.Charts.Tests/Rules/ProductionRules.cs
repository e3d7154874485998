using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>The contract of what runs: rendered with the values of each cluster that is not for trying things out.</summary>
public sealed partial class ProductionRules
{
    private static readonly string[] Overlays = ["paper", "production"];

    [TestCaseSource(nameof(Overlays))]
    public async Task Posture_OfTrading_IsSafe(string overlay)
    {
        var config = (await Helm.TemplateForAsync(overlay, "torghut-trading")).One("ConfigMap", "torghut-config")["data"].Map;
        Assert.Multiple(() =>
        {
            Assert.That(config["TRADING_ENABLED"].Text, Is.EqualTo("false"));
            Assert.That(config["TRADING_MODE"].Text, Is.EqualTo("paper"));
            Assert.That(config["TRADING_LIVE_ENABLED"].Text, Is.EqualTo("false"));
            Assert.That(config["TRADING_KILL_SWITCH_ENABLED"].Text, Is.EqualTo("true"));
            Assert.That(config["TRADING_EMERGENCY_STOP_ENABLED"].Text, Is.EqualTo("true"));
            Assert.That(config["ALPACA_TRADING_BASE_URL"].Text, Is.EqualTo("https://paper-api.alpaca.markets"));
            Assert.That(config.ContainsKey("TRADING_LIVE_APPROVAL"), Is.False);
            Assert.That(!config.TryGetValue("LLM_ENABLED", out var asked) || asked.Text == "false" || config["LLM_SHADOW_MODE"].Text == "true", Is.True);
        });
    }

    [TestCaseSource(nameof(Overlays))]
    public async Task Forwarder_IsOneAndGoesBeforeItsSuccessor(string overlay)
    {
        var deployment = (await Helm.TemplateForAsync(overlay, "torghut-ws")).One("Deployment");
        Assert.That((deployment["spec.replicas"].Text, deployment["spec.strategy.type"].Text), Is.EqualTo(("1", "Recreate")));
    }

    [TestCaseSource(nameof(Overlays))]
    public async Task Trading_IsOneAndReachedFromInsideOnly(string overlay)
    {
        var service = (await Helm.TemplateForAsync(overlay, "torghut-trading")).All.Single(one => one["apiVersion"].Text == "serving.knative.dev/v1");
        Assert.That(service.Meta("labels", "networking.knative.dev/visibility"), Is.EqualTo("cluster-local"));
        var annotations = service["spec.template.metadata.annotations"].Map;
        Assert.That((annotations["autoscaling.knative.dev/min-scale"].Text, annotations["autoscaling.knative.dev/max-scale"].Text), Is.EqualTo(("1", "1")));
    }

    [TestCase("torghut-ws", "8080", "/healthz", "/readyz")]
    [TestCase("torghut-ta", "8080", "/healthz", "/readyz")]
    [TestCase("torghut-ops", "8080", "/healthz", "/readyz")]
    [TestCase("torghut-trading", "8181", "/healthz", "/healthz")]
    public async Task Probes_AndPorts_AreTheAgreedOnes(string chart, string port, string liveness, string readiness)
    {
        foreach (var overlay in Overlays)
        {
            var container = (await Helm.TemplateForAsync(overlay, chart)).PodSpecs.SelectMany(pod => pod["containers"].Items)
                .Single(one => one["name"].Text == chart);
            Assert.That(container["livenessProbe.httpGet.path"].Text, Is.EqualTo(liveness));
            Assert.That(container["readinessProbe.httpGet.path"].Text, Is.EqualTo(readiness));
            Assert.That(container["ports"].Items.First()["containerPort"].Text, Is.EqualTo(port));
        }
    }

    /// <summary>A tag can move: the bytes that were tested are those that run. Of a placeholder there are no bytes, and nothing starts.</summary>
    [TestCaseSource(nameof(Overlays))]
    public async Task Images_OfEveryContainer_AreByDigest(string overlay)
    {
        foreach (var chart in Helm.Installable)
        {
            var manifests = await Helm.TemplateForAsync(overlay, chart);
            var images = manifests.All.SelectMany(one => Image().Matches(one.ToYaml())).Select(match => match.Groups[1].Value.Trim('\'', '"')).ToList();
            Assert.That(images, Is.Not.Empty, chart);
            Assert.That(images, Has.All.Match("@sha256:[0-9a-f]{64}$"), chart);
        }
    }

    [TestCaseSource(nameof(Overlays))]
    public async Task Containers_OfEveryPod_AreRestricted(string overlay)
    {
        foreach (var chart in Helm.Installable)
        {
            foreach (var pod in (await Helm.TemplateForAsync(overlay, chart)).PodSpecs)
            {
                Assert.That(pod["securityContext.runAsNonRoot"].Text, Is.EqualTo("true"), chart);
                Assert.That(pod["securityContext.seccompProfile.type"].Text, Is.EqualTo("RuntimeDefault"), chart);
                Assert.That(pod.Has("hostNetwork") || pod.Has("hostPID") || pod.Has("hostIPC"), Is.False, chart);
                Assert.That(!pod.Has("volumes") || pod["volumes"].Items.All(volume => !volume.Has("hostPath")), Is.True, chart);
                foreach (var container in pod["containers"].Items)
                {
                    Assert.That(container["securityContext.allowPrivilegeEscalation"].Text, Is.EqualTo("false"), chart);
                    Assert.That(container["securityContext.readOnlyRootFilesystem"].Text, Is.EqualTo("true"), chart);
                    Assert.That(container["securityContext.capabilities.drop"].Items.Select(item => item.Text), Is.EqualTo(new[] { "ALL" }), chart);
                }
            }
        }
    }

    /// <summary>Secrets are sealed or made by an operator; no manifest has one's value, and no address has a password in it.</summary>
    [TestCaseSource(nameof(Overlays))]
    public async Task Secrets_OfAnyManifest_HaveNoValues(string overlay)
    {
        List<Node> all = [.. (await Argo.KustomizeAsync("overlays/" + overlay)).All];
        foreach (var chart in Helm.Installable)
        {
            all.AddRange((await Helm.TemplateForAsync(overlay, chart)).All);
        }

        Assert.That(all.Where(one => one["kind"].Text == "Secret"), Is.Empty);
        Assert.That(all.Select(one => one.ToYaml()).Where(text => PasswordInUrl().IsMatch(text)), Is.Empty);
    }

    [TestCaseSource(nameof(Overlays))]
    public async Task Rights_OfOps_AreReadingAndNothingOfSecrets(string overlay)
    {
        var roles = (await Helm.TemplateForAsync(overlay, "torghut-ops")).Of("Role").Concat((await Argo.KustomizeAsync("overlays/" + overlay)).Of("Role"));
        foreach (var rule in roles.SelectMany(role => role["rules"].Items))
        {
            Assert.That(rule["verbs"].Items.Select(verb => verb.Text), Is.EqualTo(new[] { "get", "list", "watch" }));
            Assert.That(rule["resources"].Items.Select(item => item.Text), Has.None.EqualTo("secrets").And.None.EqualTo("*").And.None.EqualTo("configmaps"));
            Assert.That(rule["apiGroups"].Items.Select(item => item.Text), Has.None.EqualTo("*"));
        }
    }

    /// <summary>An application that nobody looks at drifts unseen: snapshots ask for every one that there is.</summary>
    [TestCaseSource(nameof(Overlays))]
    public async Task Applications_ThatOpsLooksAt_AreAllOfThem(string overlay)
    {
        var config = (await Helm.TemplateForAsync(overlay, "torghut-ops")).Of("ConfigMap")
            .Select(map => map["data"].Map).Single(data => data.ContainsKey("OPS_ARGOCD_APPLICATIONS"));
        var applications = (await Argo.KustomizeAsync("overlays/" + overlay)).Of("Application").Select(one => one["metadata.name"].Text);
        Assert.That(config["OPS_ARGOCD_APPLICATIONS"].Text.Split(','), Is.EquivalentTo(applications));
    }

    /// <summary>Another configuration, another pod: what a process reads at its start would else not reach it.</summary>
    [TestCase("torghut-ws", "config.ALPACA_FEED=sip")]
    [TestCase("torghut-ta", "config.TA_CHECKPOINT_INTERVAL_MS=900")]
    [TestCase("torghut-trading", "config.TRADING_SIGNAL_LOOKBACK_MINUTES=20")]
    [TestCase("torghut-ops", "config.OPS_EXPORT_SECONDS=60")]
    public async Task Configuration_Changed_ChangesItsChecksum(string chart, string value)
    {
        var (before, after) = (await Helm.TemplateForAsync("production", chart),
            await Helm.TemplateAsync(chart, [.. Helm.ValuesOf("production", chart), "--set-string", value]));
        Assert.That(Sum(after), Is.Not.EqualTo(Sum(before)));

        static string Sum(Manifests manifests) => manifests.All.Where(one => one.Has("spec.template.metadata.annotations"))
            .Select(one => one["spec.template.metadata.annotations"].Map).First(map => map.ContainsKey("checksum/config"))["checksum/config"].Text;
    }

    [GeneratedRegex(@"(?m)^[ -]*(?:image|imageName): *(\S+)$")]
    private static partial Regex Image();

    [GeneratedRegex(@"://[^/\s:@]+:[^/\s@]+@")]
    private static partial Regex PasswordInUrl();
}

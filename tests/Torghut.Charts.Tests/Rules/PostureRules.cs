using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>What is deployed is paper, with every switch on the safe side; live takes every explicit flag.</summary>
public sealed class PostureRules
{
    private static readonly string[] Live = ["--set", "config.TRADING_MODE=live", "--set-string", "config.TRADING_LIVE_ENABLED=true"];

    [TestCase(false)]
    [TestCase(true)]
    public async Task Trading_AsShippedAndAsDeployed_IsSafe(bool deployed)
    {
        string[] values = deployed ? ["--values", Path.Combine(Tree.ApplicationOf("torghut-trading"), "values.yaml")] : [];
        IReadOnlyDictionary<string, Node> config = (await Helm.TemplateAsync("torghut-trading", values)).One("ConfigMap", "torghut-config")["data"].Map;
        Assert.Multiple(() =>
        {
            Assert.That(config["TRADING_ENABLED"].Text, Is.EqualTo("false"));
            Assert.That(config["TRADING_MODE"].Text, Is.EqualTo("paper"));
            Assert.That(config["TRADING_LIVE_ENABLED"].Text, Is.EqualTo("false"));
            Assert.That(config["TRADING_KILL_SWITCH_ENABLED"].Text, Is.EqualTo("true"));
            Assert.That(config["TRADING_ALLOW_SHORTS"].Text, Is.EqualTo("false"));
            Assert.That(config["ALPACA_TRADING_BASE_URL"].Text, Does.Contain("paper-api"));
            Assert.That(config.Keys, Does.Not.Contain("LLM_ENABLED").And.Not.Contain("TRADING_LIVE_APPROVAL"));
        });
    }

    [Test]
    public async Task Trading_LiveWithoutEveryFlag_DoesNotRender()
    {
        Assert.That((await Helm.TryTemplateAsync("torghut-trading", "--set", "config.TRADING_MODE=live")).Errors, Does.Contain("live.allow is false"));
        Assert.That((await Helm.TryTemplateAsync("torghut-trading", Live)).Errors, Does.Contain("live.allow is false"));
        Assert.That((await Helm.TryTemplateAsync("torghut-trading", [.. Live, "--set", "live.allow=true"])).Errors, Does.Contain("TRADING_LIVE_APPROVAL"));
        Assert.That(
            (await Helm.TryTemplateAsync("torghut-trading", [.. Live, "--set", "live.allow=true", "--set", "config.TRADING_LIVE_APPROVAL=CHG-1"])).ExitCode,
            Is.Zero);
    }

    [Test]
    public async Task Trading_KnativeService_IsInternalAndAlwaysOne()
    {
        Node service = (await Helm.TemplateAsync("torghut-trading")).One("Service");
        Assert.That(service["metadata.labels"].Map["networking.knative.dev/visibility"].Text, Is.EqualTo("cluster-local"));
        IReadOnlyDictionary<string, Node> annotations = service["spec.template.metadata.annotations"].Map;
        Assert.That((annotations["autoscaling.knative.dev/min-scale"].Text, annotations["autoscaling.knative.dev/max-scale"].Text), Is.EqualTo(("1", "1")));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Ops_AsShippedAndAsDeployed_MayOnlyRead(bool deployed)
    {
        string[] values = deployed ? ["--values", Path.Combine(Tree.ApplicationOf("torghut-ops"), "values.yaml")] : [];
        IEnumerable<string> rules = (await Helm.TemplateAsync("torghut-ops", values)).Of("Role").SelectMany(role => role["rules"].Items.Select(rule =>
            $"{(role.Has("metadata.namespace") ? role["metadata.namespace"].Text : "")} {Words(rule["apiGroups"])} {Words(rule["resources"])} {Words(rule["verbs"])}"
                .Replace("  ", " ", StringComparison.Ordinal).Trim()));
        string[] ofArgo = ["argocd argoproj.io applications get,list,watch"];
        Assert.That(rules, Is.EquivalentTo(new[]
        {
            "pods get,list,watch",
            "apps deployments get,list,watch",
            "serving.knative.dev services get,list,watch",
            "flink.apache.org flinkdeployments get,list,watch",
            "clickhouse.altinity.com clickhouseinstallations get,list,watch",
            "postgresql.cnpg.io clusters get,list,watch",
        }.Concat(deployed ? [] : ofArgo)), "argocd/base has the role of a deployed one");
    }

    [Test]
    public async Task Ops_WithoutANamespaceOfArgo_HasNoRoleThere() =>
        Assert.That((await Helm.TemplateAsync("torghut-ops", "--set", "rbac.argocdNamespace=")).Of("Role").Count(), Is.EqualTo(1));

    private static string Words(Node list) => string.Join(',', list.Items.Select(item => item.Text));
}

using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Resilience;
using Torghut.Ops.Cluster;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Testing;

namespace Torghut.Charts.Tests.RealCluster;

/// <summary>Probes, watches and the rights of torghut-ops against a real API server, with the role that its chart renders.</summary>
[Category("Drill")]
public sealed class RealClusterTests
{
    private static readonly ClusterResource Pods = ClusterResource.Pods("torghut");
    private static readonly string[] Verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
    private static readonly string[] Reading = ["get", "list", "watch"];

    /// <summary>What torghut-ops may read, and what it may not so much as look at.</summary>
    private static readonly (string Group, string Resource, string Namespace, bool MayRead)[] Rights =
    [
        ("", "pods", "torghut", true), ("apps", "deployments", "torghut", true), ("serving.knative.dev", "services", "torghut", true),
        ("flink.apache.org", "flinkdeployments", "torghut", true), ("postgresql.cnpg.io", "clusters", "torghut", true),
        ("clickhouse.altinity.com", "clickhouseinstallations", "torghut", true), ("argoproj.io", "applications", "argocd", true),
        ("", "secrets", "torghut", false), ("", "configmaps", "torghut", false), ("", "pods/exec", "torghut", false), ("", "pods/log", "torghut", false),
        ("", "serviceaccounts/token", "torghut", false), ("apps", "deployments/scale", "torghut", false), ("apps", "statefulsets", "torghut", false),
        ("batch", "jobs", "torghut", false), ("rbac.authorization.k8s.io", "roles", "torghut", false),
        ("rbac.authorization.k8s.io", "rolebindings", "torghut", false), ("argoproj.io", "appprojects", "argocd", false),
        ("", "secrets", "argocd", false), ("", "pods", "argocd", false), ("", "pods", "kube-system", false), ("", "secrets", "kube-system", false),
        ("", "nodes", "", false), ("", "namespaces", "", false),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-apiserver-").FullName;
    private RealApiServer? _server;
    private string _token = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var kubectl = await Helm.KubectlAsync();
        _server = await RealApiServer.StartAsync(_folder, kubectl);
        await _server.KubectlAsync(SystemObjects.Definitions + "---\n" + SystemObjects.Accounts, "apply", "-f", "-");
        await _server.KubectlAsync("", "wait", "--for=condition=Established", "crd", "--all", "--timeout=120s");
        await _server.KubectlAsync(
            await Helm.RenderAsync("torghut-ops", "--show-only", "templates/rbac.yaml"), "apply", "-f", "-");
        await _server.KubectlAsync(SystemObjects.Objects, "create", "-f", "-");
        _token = (await _server.KubectlAsync("", "create", "token", "torghut-ops", "--namespace", "torghut", "--duration", "1h")).Trim();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase("Deployment/torghut-ta")]
    [TestCase("FlinkDeployment/torghut-ta")]
    public async Task Probes_AsTheRoleOfTheChart_AreAllAnswered(string workload)
    {
        var facts = await ProbeAsync(new ClusterOptions { Kubeconfig = _server!.KubeconfigFor(_token), TaWorkload = workload });
        Assert.That(facts.Where(fact => !fact.Ok).Select(fact => $"{fact.Id}: {fact.Outcome} {fact.Detail}"), Is.Empty);
        Assert.Multiple(() =>
        {
            Assert.That(Find("cluster.api").Text("version"), Does.StartWith("v1."));
            Assert.That(Find("argocd.applications").Objects("applications").Select(row => row.Text("health")), Is.EqualTo(Enumerable.Repeat("Healthy", 4)));
            Assert.That(Find("cnpg.cluster").Number("ready_instances"), Is.EqualTo(2));
            Assert.That(Find("altinity.installation").Text("status"), Is.EqualTo("Completed"));
            Assert.That(Find("workload.ta").Text("state"), Is.EqualTo(workload[0] == 'F' ? "RUNNING" : "RECONCILING"),
                "no controller looks at a deployment here");
            Assert.That(Find("pods.all").Objects("pods").Select(pod => pod.Text("name")), Has.Member("torghut-ta-1"));
            Assert.That(Find("deployments.all").Objects("deployments").Select(one => one.Text("patched_by")), Is.EqualTo(new[] { "kubectl-create" }));
        });
        Fact Find(string id) => facts.Single(fact => fact.Id == id);
    }

    [Test]
    public async Task Probes_AccountWithoutTheRole_AreForbiddenAndNotAbsent()
    {
        var other = (await _server!.KubectlAsync("", "create", "token", "default", "--namespace", "torghut")).Trim();
        var facts = await ProbeAsync(new ClusterOptions { Kubeconfig = _server.KubeconfigFor(other) });
        Assert.That(facts.Where(fact => fact.Component != "cluster").Select(fact => fact.Outcome), Is.All.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Probes_TokenThatIsNone_AreForbidden() =>
        Assert.That((await ProbeAsync(new ClusterOptions { Kubeconfig = _server!.KubeconfigFor("none") })).Select(fact => fact.Outcome),
            Is.All.EqualTo(Outcome.Forbidden));

    [TestCase("kubernetes.default.svc", "Ok")]
    [TestCase("other.example.com", "Unreachable")]
    public async Task Probes_CertificateOfAnotherHost_IsRefused(string name, string outcome)
    {
        var facts = await ProbeAsync(new ClusterOptions { Kubeconfig = _server!.KubeconfigFor(_token, name) });
        Assert.That(facts[0].Outcome.ToString(), Is.EqualTo(outcome), facts[0].Detail);
    }

    [Test]
    public async Task Rights_OfTheRole_AreThoseThatTheProbesNeedAndNoOther()
    {
        using var client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(_server!.KubeconfigFor(_token))));
        List<string> wrong = [];
        foreach (var (group, resource, space, mayRead) in Rights)
        {
            List<string> allowed = [];
            foreach (var verb in Verbs)
            {
                var parts = resource.Split('/');
                var review = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(new V1SelfSubjectAccessReview
                {
                    Spec = new V1SelfSubjectAccessReviewSpec
                    {
                        ResourceAttributes = new V1ResourceAttributes
                        {
                            Group = group,
                            Resource = parts[0],
                            Subresource = parts.Length > 1 ? parts[1] : null,
                            NamespaceProperty = space,
                            Verb = verb,
                        },
                    },
                });
                if (review.Status.Allowed)
                {
                    allowed.Add(verb);
                }
            }

            TestContext.Out.WriteLine($"drill: {space,-12}{group,-28}{resource,-26}{string.Join(' ', allowed)}");
            if (!allowed.SequenceEqual(mayRead ? Reading : []))
            {
                wrong.Add($"{space}/{group}/{resource}: {string.Join(' ', allowed)}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Watch_RestartAndCompactionInBetween_CopyEqualsTheServer()
    {
        using var client = new ClusterClient(new ClusterOptions { Kubeconfig = _server!.KubeconfigFor(_token) }, TimeProvider.System);
        var watch = new ClusterWatch(
            client, Pods, new WatchTiming { Silence = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLogger<ClusterWatch>.Instance);
        using var stopping = new CancellationTokenSource();
        var running = watch.RunAsync(stopping.Token);
        await EqualsServerAsync("at first");
        var before = (await client.ListAsync(Pods, CancellationToken.None)).Version;
        for (var round = 0; round < 3; round++)
        {
            await _server.KubectlAsync(SystemObjects.Pod($"round-{round}"), "create", "-f", "-");
            await EqualsServerAsync($"after pod {round} came");
            await _server.KubectlAsync("", "delete", "pod", $"round-{round}", "--namespace", "torghut", "--force", "--grace-period=0");
            await EqualsServerAsync($"after pod {round} went");
        }

        await _server.KubectlAsync(SystemObjects.Pod("stays") + "---\n" + SystemObjects.Pod("goes"), "create", "-f", "-");
        await EqualsServerAsync("before the restart");
        await _server.RestartAsync();
        await _server.KubectlAsync("", "delete", "pod", "goes", "--namespace", "torghut", "--force", "--grace-period=0");
        await _server.CompactAsync();
        await EqualsServerAsync("after restart and compaction");
        Assert.That(watch.Copy!.Objects.Keys, Has.Member("stays").And.No.Member("goes"));

        // The version from before the compaction is gone for good: what a watch that goes on from it would meet.
        Assert.That(await EndOfAsync(client, before), Does.Contain("410"));
        await stopping.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);

        Task EqualsServerAsync(string when) => Eventually.HoldsAsync(
            async () =>
            {
                Assert.That(running.IsCompleted, Is.False, running.Exception?.ToString());
                var own = watch.Copy?.Objects.ToDictionary(pair => pair.Key, pair => pair.Value.Text("metadata", "resourceVersion"));
                var server = (await _server.KubectlAsync("", "get", "pods", "--namespace", "torghut", "-o",
                    "jsonpath={range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return own is not null && own.Select(pair => $"{pair.Key}={pair.Value}").Order().SequenceEqual(server.Order());
            },
            $"the copy equals the server {when}");
    }

    private static async Task<string> EndOfAsync(ClusterClient client, string version)
    {
        try
        {
            using var response = await client.WatchAsync(Pods, version, TimeSpan.FromSeconds(10), CancellationToken.None);
            return await response.Content.ReadAsStringAsync();
        }
        catch (HttpStatusException refused)
        {
            return refused.Message;
        }
    }

    private static async Task<Fact[]> ProbeAsync(ClusterOptions options)
    {
        using var client = new ClusterClient(options, TimeProvider.System);
        var runner = new ProbeRunner(
            TimeProvider.System, new SnapshotOptions { ProbeTimeout = TimeSpan.FromSeconds(60) }, NullLogger<ProbeRunner>.Instance);
        return await Task.WhenAll(
            new ClusterProbes(client, options, new SnapshotOptions(), TimeProvider.System).All()
                .Select(probe => runner.RunAsync(probe, CancellationToken.None)));
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Cluster;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Snapshots.Probes;
using Torghut.Ops.Tests.Cluster;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>The probes of a cluster against a server that answers as a test says.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClusterProbesTests
{
    /// <summary>What a crowded machine may need.</summary>
    private static readonly SnapshotOptions Patient = new() { ProbeTimeout = TimeSpan.FromSeconds(30) };

    private static readonly string[] Ids =
    [
        "cluster.api", "argocd.applications", "knative.service", "workload.ta", "cnpg.cluster", "altinity.installation", "pods.all", "deployments.all",
    ];

    [Test]
    public async Task Probes_WithoutACluster_SayThatAsAFact()
    {
        var facts = await RunAsync(new ClusterOptions());
        Assert.Multiple(() =>
        {
            Assert.That(facts.Select(fact => fact.Id), Is.EqualTo(Ids));
            Assert.That(facts.Select(fact => (fact.Ok, fact.Text("cluster"))), Is.All.EqualTo((true, "none")));
        });
    }

    [Test]
    public async Task Probes_ClusterThatIsWell_AreGreen()
    {
        await using var server = await ScriptedCluster.StartAsync();
        var facts = await RunAsync(server.Options);
        var all = Facts.InCluster();
        foreach (var fact in facts)
        {
            all[fact.Id] = fact with { ObservedAt = Facts.Now };
        }

        var judgement = Classifier.Judge([.. all.Values], new SnapshotOptions(), Facts.Now);
        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Green), string.Join('\n', judgement.Interpretations.Select(i => i.Text)));
        Assert.That(facts.Single(fact => fact.Id == "argocd.applications").Value!["applications"]!.AsArray(), Has.Count.EqualTo(4));
    }

    [TestCase(403, "Forbidden")]
    [TestCase(401, "Forbidden")]
    [TestCase(404, "Absent")]
    [TestCase(500, "Unreachable")]
    [TestCase(429, "Unreachable")]
    [TestCase(400, "Malformed")]
    public async Task Probes_ServerThatRefuses_SayHow(int status, string outcome)
    {
        await using var server = await ScriptedCluster.StartAsync();
        server.Refuse = (status, "");
        var facts = await RunAsync(server.Options);
        Assert.That(facts.Select(fact => fact.Outcome.ToString()), Is.All.EqualTo(outcome));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("""{"items":""")]
    [TestCase("no json")]
    public async Task Probes_AnswerThatIsNone_IsMalformed(string body)
    {
        await using var server = await ScriptedCluster.StartAsync();
        server.Refuse = (200, body);
        var facts = await RunAsync(server.Options);
        Assert.That(facts.Select(fact => fact.Outcome), Is.All.EqualTo(Outcome.Malformed));
    }

    [Test]
    public async Task Probes_ServerThatHangs_CostTheirDeadline()
    {
        await using var server = await ScriptedCluster.StartAsync();
        server.Hangs = true;
        var facts = await RunAsync(server.Options, new SnapshotOptions { ProbeTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.That(facts.Select(fact => fact.Outcome), Is.All.EqualTo(Outcome.Timeout));
        Assert.That(facts[0].Text("cluster"), Is.EqualTo("kubernetes"), "that there is a cluster is known all the same");
    }

    [Test]
    public async Task Probes_NobodyListens_AreUnreachable()
    {
        ClusterOptions options;
        await using (var server = await ScriptedCluster.StartAsync())
        {
            options = server.Options;
        }

        // The kubeconfig goes with the server: it has to be written anew.
        using var kubeconfig = new Kubeconfig("http://127.0.0.1:9", "admin");
        options.Kubeconfig = kubeconfig.Path;
        var facts = await RunAsync(options);
        Assert.That(facts.Select(fact => fact.Outcome), Is.All.EqualTo(Outcome.Unreachable));
    }

    [Test]
    public async Task Probes_KubeconfigThatIsNone_IsNotConfigured()
    {
        var facts = await RunAsync(new ClusterOptions { Kubeconfig = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")) });
        Assert.That(facts.Select(fact => fact.Outcome), Is.All.EqualTo(Outcome.NotConfigured));
    }

    [Test]
    public async Task Probes_TokenThatWasRotated_ReadTheNextOne()
    {
        await using var server = await ScriptedCluster.StartAsync();
        using var client = new ClusterClient(server.Options, TimeProvider.System);
        await client.GetAsync("/version", CancellationToken.None);
        server.RotateToken();
        var version = await client.GetAsync("/version", CancellationToken.None);
        Assert.That(version.Text("gitVersion"), Is.EqualTo("v1.36.3"));
    }

    [Test]
    public async Task List_ManyPages_AreOneList()
    {
        await using var server = await ScriptedCluster.StartAsync();
        for (var i = 0; i < 620; i++)
        {
            server.Put("pods", $"more-{i}");
        }

        using var client = new ClusterClient(server.Options, TimeProvider.System);
        var list = await client.ListAsync(ClusterResource.Pods("torghut"), CancellationToken.None);
        Assert.That(list.Objects, Has.Count.EqualTo(server.Names("pods").Count));
    }

    [Test]
    public async Task Probes_Api_RemembersWhenItAnsweredLast()
    {
        await using var server = await ScriptedCluster.StartAsync();
        using var client = new ClusterClient(server.Options, TimeProvider.System);
        var probe = new ClusterProbes(client, server.Options, Patient, TimeProvider.System).All().First();
        var runner = new ProbeRunner(TimeProvider.System, Patient, NullLogger<ProbeRunner>.Instance);
        await runner.RunAsync(probe, CancellationToken.None);
        server.Refuse = (503, "");
        var fact = await runner.RunAsync(probe, CancellationToken.None);
        Assert.That((fact.Outcome, fact.Has("answered_at")), Is.EqualTo((Outcome.Unreachable, true)));
    }

    /// <summary>A command takes one snapshot and ends: what the one before it heard is in the history.</summary>
    [TestCase("local", true)]
    [TestCase("another", false)]
    public async Task Probes_ApiThatFailsForAFreshCommand_KnowsWhenTheCommandBeforeHeardIt(string context, bool knows)
    {
        var folder = Directory.CreateTempSubdirectory("torghut-ops-answers-");
        try
        {
            await using var server = await ScriptedCluster.StartAsync();
            var history = new SnapshotHistory(new HistoryOptions { Directory = folder.FullName }, NullLogger<SnapshotHistory>.Instance);
            for (var command = 0; command < 3; command++)
            {
                server.Refuse = command == 0 ? null : (503, "");
                using var client = new ClusterClient(server.Options, TimeProvider.System);
                var probe = new ClusterProbes(client, server.Options, Patient, TimeProvider.System, copies: null, history).All().First();
                var fact = await new ProbeRunner(TimeProvider.System, Patient, NullLogger<ProbeRunner>.Instance).RunAsync(probe, CancellationToken.None);
                Assert.That((fact.Ok, fact.Has("answered_at")), Is.EqualTo((command == 0, command > 0 && knows)));
                var metadata = new SnapshotMetadata(fact.ObservedAt, fact.ObservedAt, "me", "1", context);
                history.Keep(SnapshotJudge.Judge(metadata, [fact], Patient));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the watch saw stands in for three minutes; it says so, and how old it is.</summary>
    [Test]
    public async Task Probes_ServerThatFailsAfterAWatchSawIt_TellWhatItSaw()
    {
        await using var server = await ScriptedCluster.StartAsync();
        using var client = new ClusterClient(server.Options, TimeProvider.System);
        var copies = new ClusterCopies(client, server.Options, TimeProvider.System, NullLogger<ClusterWatch>.Instance);
        using var stopping = new CancellationTokenSource();
        var running = copies.RunAsync(stopping.Token);
        await Eventually.HoldsAsync(() => copies.AreWhole, "every copy is there");
        server.Refuse = (503, "");
        var runner = new ProbeRunner(TimeProvider.System, Patient, NullLogger<ProbeRunner>.Instance);
        var probes = new ClusterProbes(client, server.Options, Patient, TimeProvider.System, copies).All();
        var facts = await Task.WhenAll(probes.Select(probe => runner.RunAsync(probe, CancellationToken.None)));
        await stopping.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Multiple(() =>
        {
            Assert.That((facts[0].Outcome, facts[0].Has("answered_at")), Is.EqualTo((Outcome.Unreachable, true)), "the watch heard it");
            Assert.That(facts[1..].Select(fact => (fact.Ok, fact.Detail)), Is.All.EqualTo((true, "as the watch saw it last; the API server does not answer")));
            Assert.That(facts[1..].Select(fact => fact.MaxAgeS), Is.All.EqualTo(180));
        });
    }

    [TestCase("OPS_NAMESPACE", "../secrets")]
    [TestCase("OPS_TA_WORKLOAD", "StatefulSet/torghut-ta")]
    [TestCase("OPS_TA_WORKLOAD", "torghut-ta")]
    [TestCase("OPS_ARGOCD_APPLICATIONS", "a b")]
    public void Options_NameThatIsNone_IsRefused(string key, string value)
    {
        var options = key switch
        {
            "OPS_NAMESPACE" => new ClusterOptions { Namespace = value },
            "OPS_TA_WORKLOAD" => new ClusterOptions { TaWorkload = value },
            _ => new ClusterOptions { Applications = [value] },
        };
        Assert.That(options.Validate().Select(problem => problem.Key), Is.EqualTo(new[] { key }));
    }

    private static async Task<Fact[]> RunAsync(ClusterOptions options, SnapshotOptions? snapshots = null)
    {
        using var client = new ClusterClient(options, TimeProvider.System);
        var runner = new ProbeRunner(
            TimeProvider.System, snapshots ?? Patient, NullLogger<ProbeRunner>.Instance);
        return await Task.WhenAll(
            new ClusterProbes(client, options, new SnapshotOptions(), TimeProvider.System).All()
                .Select(probe => runner.RunAsync(probe, CancellationToken.None)));
    }
}

using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Torghut.Ops.Cluster;
using Torghut.Ops.Replay;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Tests.Cluster;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Replay;

public sealed class TaWorkloadTests
{
    [TestCase("""{"metadata":{"generation":3},"spec":{"replicas":1},"status":{"observedGeneration":3,"replicas":1,"updatedReplicas":1}}""", true)]
    [TestCase("""{"metadata":{"generation":3},"spec":{},"status":{"observedGeneration":4,"replicas":1,"updatedReplicas":1}}""", true)]
    [TestCase("""{"metadata":{"generation":3},"spec":{"replicas":0},"status":{"observedGeneration":3}}""", true)]
    [TestCase("""{"metadata":{"generation":3},"spec":{"replicas":1},"status":{"observedGeneration":2,"replicas":1,"updatedReplicas":1}}""", false)]
    [TestCase("""{"metadata":{"generation":3},"spec":{"replicas":1},"status":{"replicas":1,"updatedReplicas":1}}""", false)]
    [TestCase("""{"metadata":{"generation":3},"spec":{"replicas":1},"status":{"observedGeneration":3,"replicas":2,"updatedReplicas":1}}""", false)]
    [TestCase("""{"metadata":{"generation":3},"spec":{"replicas":1},"status":{"observedGeneration":3,"replicas":1}}""", false)]
    [TestCase("{}", false)]
    public void IsRolledOut_Deployment_IsSaid(string deployment, bool isRolledOut)
    {
        using var json = JsonDocument.Parse(deployment);
        Assert.That(TaWorkload.IsRolledOut(json.RootElement), Is.EqualTo(isRolledOut));
    }

    /// <summary>A failed look is no answer: it was taken for a TA that had been started again.</summary>
    [Test]
    public async Task IsObserved_ApiFails_IsNotKnown()
    {
        await using var server = await ScriptedCluster.StartAsync();
        using var client = new ClusterClient(server.Options, TimeProvider.System);
        using var http = new HttpClient();
        server.Refuse = (500, "{}");
        var workload = new TaWorkload(new TargetOptions(), http, client, server.Options, TimeProvider.System);
        Assert.That(await workload.IsObservedAsync(CancellationToken.None), Is.Null);
    }

    /// <summary>A connection that is silent for ever held the whole replay up.</summary>
    [Test]
    public async Task IsObserved_ApiHangs_EndsInTime()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedCluster.StartAsync();
        using var client = new ClusterClient(server.Options, time);
        using var http = new HttpClient();
        server.Hangs = true;
        var look = new TaWorkload(new TargetOptions(), http, client, server.Options, time).IsObservedAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => server.Requests > 0, "the server is asked");
        Assert.That(look.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.That(await look, Is.Null);
    }

    [Test]
    public async Task IsReached_OneLookNeverComesBack_EndsAtTheLimit()
    {
        var time = new FakeTimeProvider();
        var wait = ReplaySteps.IsReachedAsync(() => new TaskCompletionSource<bool>().Task, TimeSpan.FromSeconds(60), time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(wait.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await wait, Is.False);
    }

    [Test]
    public async Task IsReached_LaterLookSaysSo_IsTrue()
    {
        var (time, looks) = (new FakeTimeProvider(), 0);
        var wait = ReplaySteps.IsReachedAsync(() => Task.FromResult(++looks == 3), TimeSpan.FromHours(1), time, CancellationToken.None);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                return wait.IsCompleted;
            },
            "it is looked at again");
        Assert.That((await wait, looks), Is.EqualTo((true, 3)));
    }
}

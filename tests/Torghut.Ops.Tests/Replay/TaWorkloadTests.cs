using System.Text.Json;
using Torghut.Ops.Replay;

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
}

using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Alpaca allows one connection per account.</summary>
public sealed class ForwarderRules
{
    [Test]
    public async Task Deployment_Replicas_AreOneAndRecreated()
    {
        Node deployment = (await Helm.TemplateAsync("torghut-ws")).One("Deployment");
        Assert.That((deployment["spec.replicas"].Text, deployment["spec.strategy.type"].Text), Is.EqualTo(("1", "Recreate")));
    }

    [Test]
    public async Task Template_TwoReplicas_IsRefused() =>
    Assert.That((await Helm.TryTemplateAsync("torghut-ws", "--set", "replicas=2")).Errors, Does.Contain("replicas"));
}

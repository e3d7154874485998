using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>The contract of the TA job: state, restart nonce and parallelism.</summary>
public sealed class JobRules
{
    [TestCase("running")]
    [TestCase("suspended")]
    public async Task State_Either_ReachesTheServiceAndKeepsThePods(string state)
    {
        Node deployment = (await Helm.TemplateAsync("torghut-ta", "--set", "job.state=" + state)).One("Deployment");
        Assert.That(deployment["spec.replicas"].Text, Is.EqualTo("1"));
        Assert.That(
            deployment["spec.template.spec.containers"].Items.Single()["env"].Items.Single(entry => entry["name"].Text == "TA_JOB_STATE")["value"].Text,
            Is.EqualTo(state));
    }

    [Test]
    public async Task RestartNonce_Changed_ChangesThePodTemplate() =>
        Assert.That(
            (await Helm.TemplateAsync("torghut-ta", "--set", "job.restartNonce=3")).One(
                "Deployment")["spec.template.metadata.annotations"].Map["torghut/restart-nonce"].Text,
            Is.EqualTo("3"));

    [TestCase("TA_GROUP_INSTANCE_ID")]
    [TestCase("TA_CLIENT_ID")]
    public async Task Name_OfAMember_IsThePods(string key)
    {
        Node container =
            (await Helm.TemplateAsync("torghut-ta", "--set", "job.parallelism=3")).One("Deployment")["spec.template.spec.containers"].Items.Single();
        Assert.That(container["env"].Items.Single(entry => entry["name"].Text == key)["valueFrom.fieldRef.fieldPath"].Text, Is.EqualTo("metadata.name"));
    }

    [TestCase("job.state=stopped", "job")]
    [TestCase("job.parallelism=4", "pods beyond the partitions")]
    [TestCase("config.TA_JOB_STATE=running", "job.state")]
    [TestCase("config.TA_GROUP_INSTANCE_ID=one", "each pod's own name")]
    public async Task Template_Contradiction_IsRefused(string setting, string reason) =>
        Assert.That((await Helm.TryTemplateAsync("torghut-ta", "--set", setting)).Errors, Does.Contain(reason));
}

using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>The nightly comparison of the day that ran with a backtest of it.</summary>
public sealed class ParityRules
{
    [Test]
    public async Task Job_AsShipped_ComparesTheServicesCatalogueAndRecordsIt()
    {
        Manifests manifests = await Helm.TemplateAsync("torghut-trading");
        Node job = manifests.One("CronJob");
        Node pod = job["spec.jobTemplate.spec.template.spec"];
        Node container = pod["containers"].Items.Single();
        Node service = manifests.All.Single(o => o["kind"].Text == "Service" && o["metadata.name"].Text == "torghut")["spec.template.spec"];
        Assert.Multiple(() =>
        {
            Assert.That(container["args"].Items.Select(item => item.Text), Is.EqualTo(new[]
            {
                "reconcile-live", "--day", "today", "--signals", "clickhouse:", "--strategies", "/etc/torghut/strategies.yaml", "--record",
            }));
            Assert.That(container["image"].Text, Is.EqualTo(service["containers"].Items.Single()["image"].Text));
            Assert.That(job["spec.timeZone"].Text, Is.EqualTo("America/New_York"));
            Assert.That(job["spec.schedule"].Text, Is.EqualTo("0 18 * * 1-5"));
            Assert.That(job["spec.concurrencyPolicy"].Text, Is.EqualTo("Forbid"));
            Assert.That(pod["restartPolicy"].Text, Is.EqualTo("Never"));
            Assert.That(
                pod["volumes"].Items.Single(volume => volume["name"].Text == "strategies")["configMap.name"].Text,
                Is.EqualTo(service["volumes"].Items.Single(volume => volume["name"].Text == "strategies")["configMap.name"].Text));
        });
    }

    /// <summary>It reads; whoever reads it has no way to the broker.</summary>
    [Test]
    public async Task Job_Secrets_AreThoseOfTheTwoStores()
    {
        Node pod = (await Helm.TemplateAsync("torghut-trading")).One("CronJob")["spec.jobTemplate.spec.template.spec"];
        Node container = pod["containers"].Items.Single();
        Assert.That(container["env"].Items.Select(entry => entry["name"].Text), Is.EqualTo(new[] { "DB_DSN", "TA_CLICKHOUSE_PASSWORD" }));
    }

    [Test]
    public async Task Job_SwitchedOff_IsNotThere() =>
        Assert.That((await Helm.TemplateAsync("torghut-trading", "--set", "parity.enabled=false")).Of("CronJob"), Is.Empty);

    [TestCase("parity.schedule=nightly")]
    [TestCase("parity.scratch=much")]
    public async Task Value_ThatIsNone_IsRefused(string value) =>
        Assert.That((await Helm.TryTemplateAsync("torghut-trading", "--set", value)).ExitCode, Is.Not.Zero);
}

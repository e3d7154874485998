using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Only the migration Job works as the role that owns the tables, and it has nothing to do with the broker.</summary>
public sealed class MigrationRules
{
    [Test]
    public async Task Job_AsShipped_HasTheDatabaseAndNoOtherSecret()
    {
        Manifests manifests = await Helm.TemplateAsync("torghut-trading");
        Node job = manifests.One("Job")["spec.template.spec.containers"].Items.Single();
        Assert.That(Secrets(job), Is.EquivalentTo(new[] { ("DB_DSN", "torghut-db-trading"), ("DB_MIGRATION_DSN", "torghut-db-app") }));
    }

    [Test]
    public async Task EveryOtherPod_OfEveryChart_DoesNotHaveTheOwnersRole()
    {
        foreach (string chart in Helm.Services)
        {
            Manifests manifests = await Helm.TemplateAsync(chart, chart == "torghut-trading" ? ["--set", "migrations.enabled=false"] : []);
            IEnumerable<(string Key, string Secret)> secrets =
                manifests.PodSpecs.SelectMany(pod => pod["containers"].Items).Where(container => container.Has("env")).SelectMany(Secrets);
            Assert.That(secrets.Where(secret => secret.Key == "DB_MIGRATION_DSN" || secret.Secret == "torghut-db-app"), Is.Empty, chart);
        }
    }

    [Test]
    public async Task OwnersRole_GivenToTheService_IsRefused() =>
        Assert.That(
            (await Helm.TryTemplateAsync("torghut-trading", "--set", "secretEnv.DB_MIGRATION_DSN.name=a", "--set", "secretEnv.DB_MIGRATION_DSN.key=b")).Errors,
            Does.Contain("secretEnv.DB_MIGRATION_DSN would give the service"));

    private static IEnumerable<(string Key, string Secret)> Secrets(Node container) =>
        container["env"].Items.Where(entry => entry.Has("valueFrom.secretKeyRef"))
            .Select(entry => (entry["name"].Text, entry["valueFrom.secretKeyRef.name"].Text));
}

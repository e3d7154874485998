using System.Globalization;
using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Rules;

/// <summary>What Argo CD is given: applications of projects that allow what they hold and no more, and nothing that takes a store with it.</summary>
public sealed class ArgoRules
{
    private const string Placeholder = "REPLACE_WITH_KUBESEAL_OUTPUT";

    /// <summary>Secrets that an operator makes: Postgres' owner, and the keys of a claimed bucket.</summary>
    private static readonly string[] MadeByOperators = ["torghut-db-app", "flink-checkpoints"];

    private static IEnumerable<string> Folders => [.. Argo.Overlays.Select(name => "overlays/" + name), "bootstrap"];

    private static IEnumerable<string> Clusters => Argo.Overlays;

    [TestCaseSource(nameof(Folders))]
    public async Task Objects_OfEveryFolder_HaveOnlyFieldsOfTheirKind(string folder) =>
        Assert.That(StrictValidation.Faults((await Argo.KustomizeAsync(folder)).All), Is.Empty);

    [Test]
    public void Overlays_ThereAre_AreThree() => Assert.That(Argo.Overlays, Is.EqualTo(new[] { "dev", "paper", "production" }));

    [TestCaseSource(nameof(Clusters))]
    public async Task Applications_OfACluster_AreOneForEachChartWithFilesThatExist(string cluster)
    {
        var applications = (await Argo.KustomizeAsync("overlays/" + cluster)).Of("Application").ToList();
        Assert.That(applications.Select(one => one["metadata.name"].Text), Is.EquivalentTo(Helm.Installable));
        foreach (var application in applications)
        {
            var path = application["spec.source.path"].Text;
            var files = application["spec.source.helm.valueFiles"].Items
                .Select(file => Path.GetFullPath(Path.Combine(Repository.Root, path, file.Text))).ToList();
            Assert.That(files, Has.All.Exist);
            Assert.That(Helm.ValuesOf(cluster, application["metadata.name"].Text).Where(word => word != "--values").Select(Path.GetFullPath), Is.EqualTo(files),
                "the tests render what Argo CD would");
        }
    }

    /// <summary>Waves order a first sync: the stores before what uses them.</summary>
    [Test]
    public async Task Waves_OfAFirstSync_BringTheStoresFirst()
    {
        var waves = (await Argo.KustomizeAsync("overlays/paper")).All.ToDictionary(
            one => $"{one["kind"].Text}/{one["metadata.name"].Text}",
            one => int.TryParse(one.Meta("annotations", "argocd.argoproj.io/sync-wave"), CultureInfo.InvariantCulture, out var wave) ? wave : 0);
        var sealedWave = waves.Where(pair => pair.Key.StartsWith("SealedSecret/", StringComparison.Ordinal)).Select(pair => pair.Value).Distinct().Single();
        Assert.That(waves["Namespace/torghut"], Is.LessThan(sealedWave));
        Assert.That(sealedWave, Is.LessThan(waves["Application/torghut-data"]));
        foreach (var service in Helm.Services)
        {
            Assert.That(waves["Application/torghut-data"], Is.LessThan(waves["Application/" + service]), service);
        }
    }

    [TestCaseSource(nameof(Clusters))]
    public async Task Data_Application_TakesNoStoreWithIt(string cluster)
    {
        var argo = await Argo.KustomizeAsync("overlays/" + cluster);
        var data = argo.One("Application", "torghut-data");
        Assert.Multiple(() =>
        {
            Assert.That(data.Has("metadata.finalizers"), Is.False);
            Assert.That(data["spec.syncPolicy.automated.prune"].Text, Is.EqualTo("false"));
            Assert.That(data.Meta("annotations", "argocd.argoproj.io/sync-options"), Is.EqualTo("Prune=false,Delete=false"));
            Assert.That(argo.One("Namespace").Meta("annotations", "argocd.argoproj.io/sync-options"), Is.EqualTo("Prune=false,Delete=false"));
        });
        var root = (await Argo.KustomizeAsync("bootstrap")).One("Application");
        Assert.That(root.Has("metadata.finalizers"), Is.False);
        Assert.That(root["spec.syncPolicy.automated.prune"].Text, Is.EqualTo("false"));
        Assert.That(Path.Combine(Repository.Root, root["spec.source.path"].Text, "kustomization.yaml"), Does.Exist);
    }

    [TestCaseSource(nameof(Clusters))]
    public async Task Namespace_PodSecurity_IsRestricted(string cluster)
    {
        var space = (await Argo.KustomizeAsync("overlays/" + cluster)).One("Namespace");
        foreach (var mode in new[] { "enforce", "audit", "warn" })
        {
            Assert.That(space.Meta("labels", "pod-security.kubernetes.io/" + mode), Is.EqualTo("restricted"), mode);
        }
    }

    /// <summary>Kinds and namespaces: all that is rendered, and, of kinds, no other.</summary>
    [Test]
    public async Task Projects_Allow_WhatTheirApplicationsHoldAndNoMore()
    {
        var projects = (await Argo.KustomizeAsync("bootstrap")).Of("AppProject").ToDictionary(project => project["metadata.name"].Text);
        var held = projects.Keys.ToDictionary(name => name, _ => new HashSet<(string Kind, string Space)>());
        foreach (var cluster in Argo.Overlays)
        {
            var argo = await Argo.KustomizeAsync("overlays/" + cluster);
            held["torghut-root"].UnionWith(argo.All.Where(one => one["kind"].Text != "Namespace").Select(one => (KindOf(one), one["metadata.namespace"].Text)));
            foreach (var application in argo.Of("Application"))
            {
                var chart = application["metadata.name"].Text;
                string[][] values = [Helm.ValuesOf(cluster, chart), ["--values", Path.Combine(Tree.Charts, "torghut-data", "ci", "kafka-ca-values.yaml")]];
                foreach (var given in chart == "torghut-data" ? values : values[..1])
                {
                    // Argo CD leaves helm's tests out.
                    held[application["spec.project"].Text].UnionWith((await Helm.TemplateAsync(chart, given)).All
                        .Where(one => one.Meta("annotations", "helm.sh/hook") != "test")
                        .Select(one => (KindOf(one), one.Has("metadata.namespace") ? one["metadata.namespace"].Text : "torghut")));
                }
            }
        }

        foreach (var (name, project) in projects)
        {
            Assert.That(project["spec.namespaceResourceWhitelist"].Items.Select(item => $"{item["group"].Text}/{item["kind"].Text}"),
                Is.EquivalentTo(held[name].Select(one => one.Kind).Distinct()), name);
            Assert.That(project["spec.destinations"].Items.Select(item => item["namespace"].Text), Is.EquivalentTo(held[name].Select(one => one.Space).Append(
                name == "torghut-root" ? "torghut" : held[name].First().Space).Distinct()), name);
            Assert.That(project["spec.clusterResourceWhitelist"].Items.Select(item => item["kind"].Text),
                Is.EqualTo(name == "torghut-root" ? new[] { "Namespace" } : []), name);
            Assert.That(project["spec.sourceRepos"].Items.Single().Text, Is.Not.EqualTo("*"));
        }
    }

    /// <summary>Each Secret that a pod, a role or a user is given is sealed here with that key, or made by an operator.</summary>
    [Test]
    public async Task SealedSecrets_AreAllThatIsAskedFor()
    {
        var argo = await Argo.KustomizeAsync("overlays/production");
        var sealedKeys = argo.Of("SealedSecret").SelectMany(secret => secret["spec.encryptedData"].Map.Keys.Select(
            key => (secret["metadata.namespace"].Text, secret["metadata.name"].Text, key))).ToHashSet();
        HashSet<(string Space, string Name, string Key)> asked = [];
        foreach (var chart in Helm.Installable)
        {
            foreach (var one in (await Helm.TemplateForAsync("production", chart)).All)
            {
                var space = one["kind"].Text == "KafkaUser" ? "kafka" : "torghut";
                asked.UnionWith(References(one).Select(reference => (space, reference.Name, reference.Key)));
            }
        }

        asked.RemoveWhere(one => MadeByOperators.Contains(one.Name));
        Assert.That(asked, Is.Not.Empty);
        Assert.That(asked.Except(sealedKeys), Is.Empty);

        // For roles of Postgres the operator asks for a name and a password besides; the lean runner is not everywhere.
        Assert.That(sealedKeys.Except(asked).Select(one => $"{one.Item2}/{one.Item3}"), Is.EquivalentTo(new[]
        {
            "torghut-db-trading/username", "torghut-db-trading/password", "torghut-db-ops/username", "torghut-db-ops/password",
        }));
    }

    [Test]
    public void SealedSecrets_Values_AreAPlaceholderOrSealed()
    {
        var files = Directory.EnumerateFiles(Tree.Argo, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(file => Manifests.Parse(File.ReadAllText(file)).All).ToList();
        Assert.That(files.Where(one => one["kind"].Text == "Secret"), Is.Empty);
        foreach (var secret in files.Where(one => one["kind"].Text == "SealedSecret" && one.Has("spec.encryptedData")))
        {
            Assert.That(secret["spec.encryptedData"].Map.Values.Select(value => value.Text).Where(value =>
                value != Placeholder && !(value.StartsWith("Ag", StringComparison.Ordinal) && value.Length > 300)), Is.Empty, secret["metadata.name"].Text);
        }
    }

    /// <summary>What a procedure changes in an application's values takes effect, because no overlay has the last word on it.</summary>
    [Test]
    public void Overlays_NeverSet_WhatAProcedureChanges()
    {
        string[] fields =
        [
            "TRADING_ENABLED", "TRADING_MODE", "TRADING_LIVE", "live:", "restartedAt", "replicas: 0", "state: running", "state: suspended", "restartNonce",
            "TA_GROUP_ID", "TA_AUTO_OFFSET_RESET",
        ];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Tree.Argo, "overlays"), "*.yaml", SearchOption.AllDirectories))
        {
            var lines = File.ReadLines(file).Where(line => !line.TrimStart().StartsWith('#'));
            Assert.That(lines.Where(line => fields.Any(field => line.Contains(field, StringComparison.Ordinal))), Is.Empty, file);
        }
    }

    [Test]
    public async Task Ops_ReadsApplicationsInArgosNamespace_AndPausesNone()
    {
        foreach (var cluster in Argo.Overlays)
        {
            var argo = await Argo.KustomizeAsync("overlays/" + cluster);
            var role = argo.One("Role");
            Assert.That((role["metadata.namespace"].Text, role["metadata.name"].Text), Is.EqualTo(("argocd", "torghut-ops-applications")));
            var binding = argo.One("RoleBinding");
            Assert.That(binding["roleRef.name"].Text, Is.EqualTo(role["metadata.name"].Text));
            var subject = binding["subjects"].Items.Single();
            Assert.That((subject["name"].Text, subject["namespace"].Text), Is.EqualTo(("torghut-ops", "torghut")));
        }
    }

    private static string KindOf(Node one)
    {
        var version = one["apiVersion"].Text;
        return $"{(version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "")}/{one["kind"].Text}";
    }

    /// <summary>Every reference to a Secret's key, however deep.</summary>
    private static IEnumerable<(string Name, string Key)> References(Node node)
    {
        if (node.IsList)
        {
            return node.Items.SelectMany(References);
        }

        return node.IsMap
            ? node.Map.SelectMany(pair => pair.Key == "secretKeyRef" ? [(pair.Value["name"].Text, pair.Value["key"].Text)] : References(pair.Value))
            : [];
    }
}

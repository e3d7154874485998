namespace Torghut.Charts.Tests.Rules;

/// <summary>The stores: who may do what in them, that they are kept, and that a copy of them is elsewhere.</summary>
public sealed class StoreRules
{
    /// <summary>Objects that hold data, or with which data would go.</summary>
    private static readonly string[] Stores =
        ["KafkaTopic", "ClickHouseInstallation", "ClickHouseKeeperInstallation", "Cluster", "ObjectStore", "ObjectBucketClaim"];

    [Test]
    public async Task Stores_OfAnyCluster_AreKeptWhoeverDeletesTheirApplication()
    {
        foreach (var overlay in Argo.Overlays)
        {
            var stores = (await Helm.TemplateForAsync(overlay, "torghut-data")).All.Where(one => Stores.Contains(one["kind"].Text)).ToList();
            Assert.That(stores.Select(one => one["kind"].Text).Distinct(), Is.SupersetOf(overlay == "dev" ? Stores.Except(["ObjectStore"]) : Stores), overlay);
            foreach (var one in stores)
            {
                Assert.That(one.Meta("annotations", "argocd.argoproj.io/sync-options"), Is.EqualTo("Prune=false,Delete=false"), one["metadata.name"].Text);
                Assert.That(one.Meta("annotations", "helm.sh/resource-policy"), Is.EqualTo("keep"), one["metadata.name"].Text);
            }
        }
    }

    [Test]
    public async Task ClickHouse_Users_AreAWriterAndReadersThatChangeNothing()
    {
        var clickhouse = (await Helm.TemplateAsync("torghut-data")).One("ClickHouseInstallation");
        var users = clickhouse["spec.configuration.users"].Map;
        Assert.That(users.Keys.Select(key => key.Split('/')[0]).Distinct(), Is.EquivalentTo(new[] { "torghut", "torghut_ops", "torghut_trading" }));
        foreach (var reader in new[] { "torghut_ops", "torghut_trading" })
        {
            Assert.That(users[reader + "/grants/query"].Items.Select(grant => grant.Text), Has.All.StartsWith("GRANT SELECT ON "), reader);
            Assert.That(users[reader + "/profile"].Text, Is.EqualTo("torghut_reader"));
            Assert.That(users[reader + "/quota"].Text, Is.EqualTo("torghut_reader"));
        }

        Assert.That(clickhouse["spec.configuration.profiles"].Map["torghut_reader/readonly"].Text, Is.EqualTo("2"));
        Assert.That(users.Where(pair => pair.Key.EndsWith("/access_management", StringComparison.Ordinal)).Select(pair => pair.Value.Text),
            Has.Exactly(3).EqualTo("0"));
        Assert.That(users.Values.Where(user => user.IsList).SelectMany(list => list.Items).Select(item => item.Text),
            Has.None.Contains("ALL").And.None.Contains("DROP TABLE").And.None.Contains("TRUNCATE").And.None.Contains("ALTER DELETE"));
    }

    /// <summary>The service's name for itself and the key of its password are those of the user that the store has.</summary>
    [TestCase("torghut-ta", "torghut")]
    [TestCase("torghut-trading", "torghut_trading")]
    [TestCase("torghut-ops", "torghut_ops")]
    public async Task ClickHouse_UserOfAService_IsOneOfTheStore(string chart, string user)
    {
        var password = (await Helm.TemplateAsync("torghut-data")).One("ClickHouseInstallation")["spec.configuration.users"].Map[user + "/password"]
            ["valueFrom.secretKeyRef"];
        var service = await Helm.TemplateAsync(chart);
        var config = service.Of("ConfigMap").Select(map => map["data"].Map).First(map => map.ContainsKey("TA_CLICKHOUSE_USERNAME"));
        Assert.That(config["TA_CLICKHOUSE_USERNAME"].Text, Is.EqualTo(user));
        var keys = service.PodSpecs.SelectMany(pod => pod["containers"].Items).Where(container => container.Has("env"))
            .SelectMany(container => container["env"].Items).Where(entry => entry["name"].Text == "TA_CLICKHOUSE_PASSWORD")
            .Select(entry => entry["valueFrom.secretKeyRef"]);
        Assert.That(keys.Select(key => (key["name"].Text, key["key"].Text)), Has.All.EqualTo((password["name"].Text, password["key"].Text)));
    }

    [Test]
    public async Task ClickHouse_Cluster_IsTheOneThatTaNamesAndHasAQuorumOfKeepers()
    {
        var data = await Helm.TemplateAsync("torghut-data");
        var clickhouse = data.One("ClickHouseInstallation");
        var keeper = data.One("ClickHouseKeeperInstallation");
        var ta = (await Helm.TemplateAsync("torghut-ta")).One("ConfigMap", "torghut-ta-config")["data"].Map;
        Assert.That(clickhouse["spec.configuration.clusters"].Items.Single()["name"].Text, Is.EqualTo(ta["TA_CLICKHOUSE_CLUSTER"].Text));
        Assert.That(keeper["spec.configuration.clusters"].Items.Single()["layout.replicasCount"].Text, Is.EqualTo("3"));
        Assert.That(clickhouse["spec.configuration.zookeeper.nodes"].Items.Single()["host"].Text,
            Is.EqualTo(keeper["spec.templates.serviceTemplates"].Items.Single()["generateName"].Text));
        var service = clickhouse["spec.templates.serviceTemplates"].Items.Single();
        Assert.That(ta["TA_CLICKHOUSE_URL"].Text, Does.StartWith($"http://{service["generateName"].Text}.torghut.").And.EndsWith(":8123"));
        Assert.That(service["spec.ports"].Items.Select(port => port["port"].Text), Is.EqualTo(new[] { "8123", "9000" }));
    }

    [Test]
    public async Task Postgres_Roles_OwnNothingAndTheirSecretsAreTheServices()
    {
        var cluster = (await Helm.TemplateAsync("torghut-data")).One("Cluster");
        Assert.That(cluster["spec.bootstrap.initdb.owner"].Text, Is.EqualTo("torghut"));
        Assert.That(cluster["spec.enableSuperuserAccess"].Text, Is.EqualTo("false"));
        var roles = cluster["spec.managed.roles"].Items.ToDictionary(role => role["name"].Text);
        Assert.That(roles.Keys, Is.EquivalentTo(new[] { "torghut_trading", "torghut_ops" }));
        Assert.That(roles.Values.Where(role => role.Has("superuser") || role.Has("createdb") || role.Has("createrole")), Is.Empty);
        Assert.That(roles["torghut_trading"].Has("inRoles"), Is.False);
        Assert.That(roles["torghut_ops"]["inRoles"].Items.Select(item => item.Text), Is.EqualTo(new[] { "pg_read_all_data", "pg_monitor" }));
        foreach (var (chart, role) in new[] { ("torghut-trading", "torghut_trading"), ("torghut-ops", "torghut_ops") })
        {
            var dsn = (await Helm.TemplateAsync(chart)).PodSpecs.SelectMany(pod => pod["containers"].Items).Where(container => container.Has("env"))
                .SelectMany(container => container["env"].Items).First(entry => entry["name"].Text == "DB_DSN");
            Assert.That(dsn["valueFrom.secretKeyRef.name"].Text, Is.EqualTo(roles[role]["passwordSecret.name"].Text));
        }
    }

    [TestCase("paper")]
    [TestCase("production")]
    public async Task Postgres_Backups_GoThroughThePluginIntoABucketOfTheirOwn(string overlay)
    {
        var data = await Helm.TemplateForAsync(overlay, "torghut-data");
        var cluster = data.One("Cluster");
        var plugin = cluster["spec.plugins"].Items.Single();
        Assert.That(cluster.Has("spec.backup"), Is.False, "the in-tree object store is deprecated");
        Assert.That((plugin["name"].Text, plugin["isWALArchiver"].Text), Is.EqualTo(("barman-cloud.cloudnative-pg.io", "true")));
        var store = data.One("ObjectStore", plugin["parameters.barmanObjectName"].Text);
        Assert.That(store["spec.configuration.destinationPath"].Text, Is.EqualTo("s3://torghut-db-backups/"));
        Assert.That(data.Of("ObjectBucketClaim").Select(bucket => bucket["spec.bucketName"].Text),
            Is.EquivalentTo(new[] { "flink-checkpoints", "torghut-db-backups" }));
        var schedule = data.One("ScheduledBackup");
        Assert.That((schedule["spec.method"].Text, schedule["spec.pluginConfiguration.name"].Text), Is.EqualTo(("plugin", plugin["name"].Text)));
        Assert.That(schedule["spec.cluster.name"].Text, Is.EqualTo(cluster["metadata.name"].Text));
    }

    [Test]
    public async Task Schemas_Job_RegistersAsOpsDoesAndHasNoSecret()
    {
        var job = (await Helm.TemplateAsync("torghut-data", "--set", "image.digest=sha256:" + new string('b', 64))).One("Job");
        var container = job["spec.template.spec.containers"].Items.Single();
        var words = container["args"].Items.Select(item => item.Text).ToList();
        var parsed = Torghut.Ops.Schemas.SchemaArguments.Parse(words[1..]);
        Assert.That((words[0], parsed?.Register, parsed?.Apply, parsed?.Confirmation), Is.EqualTo(("schemas", true, true, "REGISTER_TORGHUT_SCHEMAS")));
        Assert.That(container["image"].Text, Does.StartWith("torghut/torghut-ops@sha256:"));
        Assert.That(container["env"].Items.Where(entry => entry.Has("valueFrom")), Is.Empty);
        Assert.That(job.Meta("annotations", "argocd.argoproj.io/hook"), Is.EqualTo("Sync"));
    }

    [Test]
    public async Task Pods_OfTheStores_AreRestricted()
    {
        var data = await Helm.TemplateForAsync("production", "torghut-data");
        foreach (var kind in new[] { "ClickHouseInstallation", "ClickHouseKeeperInstallation" })
        {
            var pod = data.One(kind)["spec.templates.podTemplates"].Items.Single()["spec"];
            var container = pod["containers"].Items.Single();
            Assert.Multiple(() =>
            {
                Assert.That(pod["automountServiceAccountToken"].Text, Is.EqualTo("false"));
                Assert.That(pod["securityContext.runAsNonRoot"].Text, Is.EqualTo("true"));
                Assert.That(pod["securityContext.seccompProfile.type"].Text, Is.EqualTo("RuntimeDefault"));
                Assert.That(container["securityContext.allowPrivilegeEscalation"].Text, Is.EqualTo("false"));
                Assert.That(container["securityContext.capabilities.drop"].Items.Select(item => item.Text), Is.EqualTo(new[] { "ALL" }));
                Assert.That(container.Has("resources.requests.memory") && container.Has("resources.limits.memory"));
            });
        }
    }
}

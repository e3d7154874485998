namespace Torghut.Charts.Tests.RealCluster;

/// <summary>The objects of a system that is well, as their controllers would leave them; there are none here.</summary>
internal static class SystemObjects
{
    /// <summary>Definitions that the folder of the API server has not: stored as they are, without a check.</summary>
    public static string Definitions { get; } = string.Join(
        "---\n",
        Definition("flink.apache.org", "v1beta1", "FlinkDeployment", "flinkdeployments"),
        Definition("postgresql.cnpg.io", "v1", "Cluster", "clusters"),
        Definition("clickhouse.altinity.com", "v1", "ClickHouseInstallation", "clickhouseinstallations"));

    /// <summary>The same for every kind that is rendered.</summary>
    public static string AllDefinitions { get; } = string.Join(
        "---\n",
        Definitions,
        Definition("postgresql.cnpg.io", "v1", "ScheduledBackup", "scheduledbackups"),
        Definition("barmancloud.cnpg.io", "v1", "ObjectStore", "objectstores"),
        Definition("clickhouse-keeper.altinity.com", "v1", "ClickHouseKeeperInstallation", "clickhousekeeperinstallations"),
        Definition("kafka.strimzi.io", "v1", "KafkaTopic", "kafkatopics"),
        Definition("kafka.strimzi.io", "v1", "KafkaUser", "kafkausers"),
        Definition("objectbucket.io", "v1alpha1", "ObjectBucketClaim", "objectbucketclaims"),
        Definition("bitnami.com", "v1alpha1", "SealedSecret", "sealedsecrets"));

    public const string Accounts = """
        {apiVersion: v1, kind: Namespace, metadata: {name: torghut}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: argocd}}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: torghut}}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: torghut-ops, namespace: torghut}}
        """;

    public static string Objects { get; } = string.Join(
        "---\n",
        [
            .. new[] { "torghut-ops", "torghut-ta", "torghut-trading", "torghut-ws" }.Select(Application),
            """
            {apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: torghut, namespace: torghut},
              spec: {template: {spec: {containers: [{image: "torghut-trading:1"}]}}}}

            """,
            """
            {apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: torghut-db, namespace: torghut},
              spec: {instances: 2}, status: {phase: Cluster in healthy state, readyInstances: 2}}

            """,
            """
            {apiVersion: clickhouse.altinity.com/v1, kind: ClickHouseInstallation, metadata: {name: torghut-clickhouse, namespace: torghut},
              status: {status: Completed, hosts: 1}}

            """,
            """
            {apiVersion: flink.apache.org/v1beta1, kind: FlinkDeployment, metadata: {name: torghut-ta, namespace: torghut},
              spec: {job: {state: running}, restartNonce: 3}, status: {lifecycleState: STABLE, jobStatus: {state: RUNNING}}}

            """,
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: torghut-ta, namespace: torghut},
              spec: {replicas: 1, selector: {matchLabels: {app.kubernetes.io/name: torghut-ta}},
                template: {metadata: {labels: {app.kubernetes.io/name: torghut-ta}}, spec: {containers: [{name: ta, image: "torghut-ta:1"}]}}}}

            """,
            Pod("torghut-ta-1"),
        ]);

    public static string Pod(string name) => $$"""
        {apiVersion: v1, kind: Pod, metadata: {name: {{name}}, namespace: torghut, labels: {app.kubernetes.io/name: torghut-ta} },
          spec: {containers: [{name: ta, image: "torghut-ta:1"}]} }

        """;

    private static string Application(string name) => $$"""
        {apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: {{name}}, namespace: argocd},
          spec: {project: torghut, destination: {namespace: torghut}, syncPolicy: {automated: {selfHeal: true} } },
          status: {sync: {status: Synced}, health: {status: Healthy} } }

        """;

    private static string Definition(string group, string version, string kind, string plural) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: {{plural}}.{{group}}}
        spec:
          group: {{group}}
          names: {kind: {{kind}}, plural: {{plural}}, singular: {{kind.ToLowerInvariant()}} }
          scope: Namespaced
          versions:
            - name: {{version}}
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} }

        """;
}

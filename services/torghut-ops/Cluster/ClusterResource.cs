namespace Torghut.Ops.Cluster;

/// <summary>Objects of one kind within a namespace.</summary>
/// <param name="Group">API group; empty for that of pods.</param>
/// <param name="Plural">The kind's name in addresses.</param>
internal sealed record ClusterResource(string Group, string Version, string Plural, string Namespace)
{
    /// <summary>Where all of them are listed.</summary>
    public string Path => $"/{(Group.Length == 0 ? "api" : $"apis/{Group}")}/{Version}/namespaces/{Namespace}/{Plural}";

    public static ClusterResource Pods(string @namespace) => new("", "v1", "pods", @namespace);

    public static ClusterResource Deployments(string @namespace) => new("apps", "v1", "deployments", @namespace);

    public static ClusterResource FlinkDeployments(string @namespace) => new("flink.apache.org", "v1beta1", "flinkdeployments", @namespace);

    public static ClusterResource Applications(string @namespace) => new("argoproj.io", "v1alpha1", "applications", @namespace);

    public static ClusterResource KnativeServices(string @namespace) => new("serving.knative.dev", "v1", "services", @namespace);

    public static ClusterResource PostgresClusters(string @namespace) => new("postgresql.cnpg.io", "v1", "clusters", @namespace);

    public static ClusterResource ClickHouseInstallations(string @namespace) =>
        new("clickhouse.altinity.com", "v1", "clickhouseinstallations", @namespace);

    /// <summary>What a person runs to see the same.</summary>
    public string Command(string name = "") =>
        $"kubectl get {Plural}{(Group.Length == 0 ? "" : $".{Group}")} -n {Namespace}{(name.Length == 0 ? "" : $" {name}")} -o yaml";
}

using Torghut.Common.Configuration;

namespace Torghut.Ops.Cluster;

/// <summary>The cluster that is looked at, and the names of the objects that a snapshot asks for.</summary>
internal sealed class ClusterOptions : IValidatableOptions
{
    private const string DeploymentKind = "Deployment";
    private const string FlinkKind = "FlinkDeployment";

    [ConfigurationKey("KUBERNETES_SERVICE_HOST", "Set by the cluster in every pod; without it and OPS_KUBECONFIG there is no cluster to look at.")]
    public string Host { get; set; } = "";

    [ConfigurationKey("OPS_KUBECONFIG", "Kubeconfig file of a cluster that is looked at from outside of it; its current context counts.")]
    public string Kubeconfig { get; set; } = "";

    [ConfigurationKey("OPS_NAMESPACE", "Namespace of the services.")]
    public string Namespace { get; set; } = "torghut";

    [ConfigurationKey("OPS_ARGOCD_NAMESPACE", "Namespace of Argo CD's applications.")]
    public string ArgoNamespace { get; set; } = "argocd";

    [ConfigurationKey("OPS_ARGOCD_APPLICATIONS", "Argo CD applications of the system, by comma.")]
    public IReadOnlyList<string> Applications { get; set; } = ["torghut-ops", "torghut-ta", "torghut-trading", "torghut-ws"];

    [ConfigurationKey("OPS_KNATIVE_SERVICE", "Knative service of torghut-trading.")]
    public string KnativeService { get; set; } = "torghut";

    [ConfigurationKey("OPS_TA_WORKLOAD", "What runs torghut-ta, as Deployment/NAME or FlinkDeployment/NAME.")]
    public string TaWorkload { get; set; } = "Deployment/torghut-ta";

    [ConfigurationKey("OPS_CNPG_CLUSTER", "CloudNativePG cluster of Postgres.")]
    public string PostgresCluster { get; set; } = "torghut-db";

    [ConfigurationKey("OPS_CLICKHOUSE_INSTALLATION", "ClickHouseInstallation of ClickHouse.")]
    public string ClickHouseInstallation { get; set; } = "torghut-clickhouse";

    /// <summary>Every pod of a cluster has the first; a program outside of one has neither, unless somebody names a cluster.</summary>
    public bool IsThere => Host.Length > 0 || Kubeconfig.Length > 0;

    public bool IsFlink => TaWorkload.StartsWith(FlinkKind + '/', StringComparison.Ordinal);

    public string TaWorkloadName => TaWorkload[(TaWorkload.IndexOf('/') + 1)..];

    public IEnumerable<ConfigurationProblem> Validate()
    {
        // The names become part of addresses, and of commands that people paste.
        (string Key, string Name)[] names =
        [
            ("OPS_NAMESPACE", Namespace), ("OPS_ARGOCD_NAMESPACE", ArgoNamespace), ("OPS_KNATIVE_SERVICE", KnativeService),
            ("OPS_TA_WORKLOAD", TaWorkloadName), ("OPS_CNPG_CLUSTER", PostgresCluster), ("OPS_CLICKHOUSE_INSTALLATION", ClickHouseInstallation),
            .. Applications.Select(name => ("OPS_ARGOCD_APPLICATIONS", name)),
        ];
        foreach (var (key, name) in names.Where(pair => !IsName(pair.Name)))
        {
            yield return new(key, "names of objects: small letters, digits, hyphens and dots", $"'{name}'");
        }

        if (TaWorkload[..(TaWorkload.Length - TaWorkloadName.Length)] is not (DeploymentKind + "/" or FlinkKind + "/"))
        {
            yield return new("OPS_TA_WORKLOAD", $"{DeploymentKind}/NAME or {FlinkKind}/NAME", $"'{TaWorkload}'");
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 253 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && name[0] is not ('-' or '.');
}

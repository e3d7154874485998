using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Cluster;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Takes out of objects of the cluster what a snapshot tells. What an object does not say stays null, and the rules treat null as unknown.</summary>
internal static class ClusterReader
{
    private const string AppLabel = "app.kubernetes.io/name";

    /// <summary>Rows and names that a snapshot keeps of a list.</summary>
    private const int MostRows = 100;

    public static JsonObject Application(JsonElement application) => new()
    {
        ["name"] = application.Text("metadata", "name"),
        ["sync"] = application.Text("status", "sync", "status"),
        ["health"] = application.Text("status", "health", "status"),
        ["revision"] = application.Text("status", "sync", "revision"),
        ["operation"] = application.Text("status", "operationState", "phase"),
        ["reconciled_at"] = application.Text("status", "reconciledAt"),
        ["self_heal"] = application.Find("spec", "syncPolicy", "automated", "selfHeal") is { ValueKind: JsonValueKind.True },
        ["paused_by"] = application.Text("metadata", "annotations", SelfHealMarks.Owner),
        ["paused_until"] = application.Text("metadata", "annotations", SelfHealMarks.Expiry),
        ["paused_for"] = application.Text("metadata", "annotations", SelfHealMarks.Reason),
        ["out_of_sync"] = new JsonArray(
            [.. Items(application, "status", "resources").Where(resource => resource.Text("status") == "OutOfSync")
                .Select(resource => (JsonNode)$"{resource.Text("kind")}/{resource.Text("name")}").Take(MostRows)]),
    };

    public static JsonObject KnativeService(JsonElement service)
    {
        var ready = Items(service, "status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        return new JsonObject
        {
            ["ready"] = ready.Text("status"),
            ["reason"] = ready.Text("reason"),
            ["latest_created"] = service.Text("status", "latestCreatedRevisionName"),
            ["latest_ready"] = service.Text("status", "latestReadyRevisionName"),
            ["is_observed"] = IsObserved(service),
            ["image"] = Images(service).FirstOrDefault(),
        };
    }

    /// <summary>A deployment as what runs torghut-ta, in the words of a FlinkDeployment.</summary>
    public static JsonObject DeploymentWorkload(JsonElement deployment)
    {
        var (wanted, ready) = (Number(deployment, "spec", "replicas") ?? 1, Number(deployment, "status", "readyReplicas") ?? 0);
        return new JsonObject
        {
            ["kind"] = "Deployment",
            ["wanted"] = wanted == 0 ? "suspended" : "running",
            ["state"] = !IsObserved(deployment) ? "RECONCILING" : wanted == 0 ? "SUSPENDED" : ready == 0 ? "DOWN" : ready < wanted ? "PARTIAL" : "RUNNING",
            ["is_observed"] = IsObserved(deployment),
            ["restart_nonce"] = deployment.Text("spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"),
            ["image"] = Images(deployment).FirstOrDefault(),
        };
    }

    public static JsonObject FlinkWorkload(JsonElement flink) => new()
    {
        ["kind"] = "FlinkDeployment",
        ["wanted"] = flink.Text("spec", "job", "state") ?? "running",
        ["state"] = flink.Text("status", "jobStatus", "state"),
        ["lifecycle"] = flink.Text("status", "lifecycleState"),
        ["job_manager"] = flink.Text("status", "jobManagerDeploymentStatus"),
        ["is_observed"] = IsObserved(flink),
        ["restart_nonce"] = Number(flink, "spec", "restartNonce"),
        ["image"] = flink.Text("spec", "image"),
    };

    public static JsonObject PostgresCluster(JsonElement cluster) => new()
    {
        ["phase"] = cluster.Text("status", "phase"),
        ["instances"] = Number(cluster, "spec", "instances"),
        ["ready_instances"] = Number(cluster, "status", "readyInstances") ?? 0,
        ["primary"] = cluster.Text("status", "currentPrimary"),
    };

    public static JsonObject ClickHouseInstallation(JsonElement installation) => new()
    {
        ["status"] = installation.Text("status", "status"),
        ["hosts"] = Number(installation, "status", "hosts"),
        ["hosts_completed"] = Number(installation, "status", "hostsCompleted"),
    };

    public static JsonObject Pods(IEnumerable<JsonElement> pods) => new()
    {
        ["pods"] = Rows(pods, pod =>
        {
            var containers = Items(pod, "status", "containerStatuses").ToArray();
            return new JsonObject
            {
                ["name"] = pod.Text("metadata", "name"),
                ["app"] = pod.Text("metadata", "labels", AppLabel),
                ["phase"] = pod.Text("status", "phase"),
                ["ready"] = containers.Length > 0 && Array.TrueForAll(containers, c => c.Find("ready") is { ValueKind: JsonValueKind.True }),
                ["restarts"] = containers.Sum(container => Number(container, "restartCount") ?? 0),
                ["waiting"] = containers.Select(container => container.Text("state", "waiting", "reason")).FirstOrDefault(reason => reason is not null),
                ["last_termination"] =
                    containers.Select(container => container.Text("lastState", "terminated", "reason")).FirstOrDefault(reason => reason is not null),
                ["image"] = Items(pod, "spec", "containers").Select(container => container.Text("image")).FirstOrDefault(),
            };
        }),
    };

    public static JsonObject Deployments(IEnumerable<JsonElement> deployments) => new()
    {
        ["deployments"] = Rows(deployments, deployment => new JsonObject
        {
            ["name"] = deployment.Text("metadata", "name"),
            ["app"] = deployment.Text("spec", "template", "metadata", "labels", AppLabel),
            ["replicas"] = Number(deployment, "spec", "replicas") ?? 1,
            ["ready"] = Number(deployment, "status", "readyReplicas") ?? 0,
            ["is_observed"] = IsObserved(deployment),
            ["image"] = Images(deployment).FirstOrDefault(),
            ["patched_by"] = Items(deployment, "metadata", "managedFields").Where(IsByHand).Select(entry => entry.Text("manager")).FirstOrDefault(),
        }),
    };

    /// <summary>As a double, which is how facts are read.</summary>
    private static double? Number(JsonElement element, params ReadOnlySpan<string> path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>A status that is older than what is asked for says nothing of it.</summary>
    private static bool IsObserved(JsonElement element) =>
        Number(element, "metadata", "generation") is not { } wanted || Number(element, "status", "observedGeneration") >= wanted;

    private static IEnumerable<string?> Images(JsonElement element) =>
        Items(element, "spec", "template", "spec", "containers").Select(container => container.Text("image"));

    /// <summary>Argo CD's controller and those of the cluster write under other names.</summary>
    private static bool IsByHand(JsonElement entry) =>
        entry.Text("manager")?.StartsWith("kubectl", StringComparison.Ordinal) == true && entry.Text("subresource") is not "status";

    private static JsonElement.ArrayEnumerator Items(JsonElement element, params ReadOnlySpan<string> path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    private static JsonArray Rows(IEnumerable<JsonElement> objects, Func<JsonElement, JsonObject> read) =>
        [.. objects.Select(read).OrderBy(row => row["name"]?.GetValue<string>(), StringComparer.Ordinal).Take(MostRows)];
}

using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>What runs the system in a cluster: the API server, the objects of its controllers, and pods.</summary>
internal static class ClusterRules
{
    public const string Api = "cluster.api";

    /// <summary>Its word for when the server was heard, where it does not answer.</summary>
    public const string AnsweredAt = "answered_at";

    private const string True = "True";
    private const string Healthy = "Healthy";

    /// <summary>Names that a sentence holds.</summary>
    private const int MaxNamed = 5;

    /// <summary>An API server that fails for longer is an incident.</summary>
    private static readonly TimeSpan Intermittent = TimeSpan.FromMinutes(3);

    /// <summary>States of an object that nothing works with.</summary>
    private static readonly string[] Broken = ["Degraded", "Missing", "FAILED", "DOWN", "ERROR", "MISSING", "Aborted", "False"];

    /// <summary>What the API server tells of.</summary>
    public static IReadOnlyList<string> Components { get; } = ["cluster", "argocd", "knative", "workload", "cnpg", "altinity", "pods", "deployments"];

    /// <summary>The worst that the server's fact could mean.</summary>
    public static Verdict WithoutAnswer(FactSet facts) => facts.IsWithoutCluster || HasAnsweredOfLate(facts) ? Verdict.Yellow : Verdict.Red;

    public static IEnumerable<Interpretation> Server(FactSet facts, SnapshotOptions options)
    {
        if (facts.IsWithoutCluster || facts.Failed(Api) is not { } silent)
        {
            yield break;
        }

        yield return HasAnsweredOfLate(facts)
            ? new("api_intermittent", Verdict.Yellow,
                $"The Kubernetes API does not answer ({silent.Detail}), and did less than {Intermittent.TotalMinutes:0} minutes ago.", [silent.Id])
            : new("platform_incident", Verdict.Red,
                $"Platform incident: the Kubernetes API does not answer ({silent.Detail}), and was not seen to for {Intermittent.TotalMinutes:0} minutes.",
                [silent.Id]);
    }

    public static IEnumerable<Interpretation> Control(FactSet facts, SnapshotOptions options) => facts.IsWithoutCluster
        ? []
        : [.. Applications(facts), .. Knative(facts), .. Ta(facts), .. Postgres(facts), .. ClickHouse(facts)];

    public static IEnumerable<Interpretation> Compute(FactSet facts, SnapshotOptions options)
    {
        if (facts.IsWithoutCluster)
        {
            yield break;
        }

        var (pods, deployments) = (facts.Answered("pods.all"), facts.Answered("deployments.all"));
        if (pods?.Objects("pods").Count == 0)
        {
            yield return new("pod_unwell", Verdict.Yellow, "There is no pod in the namespace of the services.", [pods.Id]);
        }

        foreach (var pod in pods?.Objects("pods").Where(pod => pod.Text("phase") != "Succeeded" && pod.Flag("ready") != true) ?? [])
        {
            yield return new("pod_unwell", Verdict.Yellow,
                string.Create(CultureInfo.InvariantCulture,
                    $"Pod {pod.Text("name")} is not ready ({pod.Text("waiting") ?? pod.Text("phase") ?? "no phase"}; {pod.Number("restarts") ?? 0} restarts{Last(pod)})."),
                [pod.Id])
            {
                Subject = pod.Text("app") ?? "pods",
            };
        }

        if (deployments?.Objects("deployments").Count == 0)
        {
            yield return new("pod_unwell", Verdict.Yellow, "There is no deployment in the namespace of the services.", [deployments.Id]);
        }

        foreach (var deployment in deployments?.Objects("deployments") ?? [])
        {
            foreach (var found in Deployment(deployment, pods))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<Interpretation> Deployment(Fact deployment, Fact? pods)
    {
        var name = deployment.Text("name") ?? "without a name";
        if (deployment.Flag("is_observed") != true || deployment.Number("ready") is not { } ready || ready < (deployment.Number("replicas") ?? 1))
        {
            yield return new("pod_unwell", Verdict.Yellow,
                string.Create(CultureInfo.InvariantCulture,
                    $"Deployment {name} has {deployment.Number("ready") ?? 0} of {deployment.Number("replicas") ?? 1} pods ready."), [deployment.Id])
            {
                Subject = name,
            };
        }

        if (deployment.Text("patched_by") is { } hand)
        {
            yield return new("drift", Verdict.Yellow, $"Deployment {name} was changed by hand ({hand}).", [deployment.Id])
            {
                Subject = name,
            };
        }

        var others = pods?.Objects("pods")
            .Where(pod => pod.Text("app") is { } app && app == deployment.Text("app") && pod.Text("phase") == "Running" && pod.Text("image") != deployment.Text("image"))
            .Select(pod => pod.Text("name") ?? "").ToArray() ?? [];
        if (others.Length > 0)
        {
            yield return new("drift", Verdict.Yellow, $"Pods of {name} run another image than it asks for: {Names(others)}.", [deployment.Id, pods!.Id])
            {
                Subject = name,
            };
        }
    }

    private static IEnumerable<Interpretation> Applications(FactSet facts)
    {
        if (facts.Answered("argocd.applications") is not { } fact)
        {
            yield break;
        }

        var applications = fact.Objects("applications");
        if (applications.Count == 0)
        {
            yield return new("platform_incident", Verdict.Red, "Platform incident: Argo CD has no application of the system.", [fact.Id]);
        }

        foreach (var application in applications)
        {
            var (name, health, sync) = (application.Text("name") ?? "", application.Text("health"), application.Text("sync"));
            if (health != Healthy)
            {
                yield return Judge(fact, "argocd", health, $"Argo CD application {name} is {health ?? "of unknown health"}");
            }

            if (sync != "Synced")
            {
                yield return new("drift", Verdict.Yellow,
                    $"Argo CD application {name} is {sync ?? "not compared"}: {Names([.. application.Texts("out_of_sync") ?? []])}.", [fact.Id]);
            }

            var isMarked = (application.Text("paused_by") ?? application.Text("paused_until")) is not null;
            if (application.Flag("self_heal") == true)
            {
                if (isMarked)
                {
                    yield return new("drift", Verdict.Yellow,
                        $"Argo CD's self-heal of {name} is on, and bears the marks of a pause: what was changed by hand under it is undone.", [fact.Id]);
                }
            }
            else if (isMarked)
            {
                yield return new("self_heal_paused", Verdict.Yellow, Paused(facts, application, name), [fact.Id]) { Subject = name };
            }
            else
            {
                yield return new("drift", Verdict.Yellow, $"Argo CD's self-heal of {name} is off: what is changed by hand stays.", [fact.Id]);
            }
        }
    }

    /// <summary>An emergency's pause says whose it is and when it ends; one that is over and still there was not ended by anybody.</summary>
    private static string Paused(FactSet facts, Fact application, string name)
    {
        var end = !DateTimeOffset.TryParse(
                application.Text("paused_until"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? "nobody knows until when"
            : at < facts.At ? string.Create(CultureInfo.InvariantCulture, $"since {(facts.At - at).TotalMinutes:0} min it should be on again")
            : string.Create(CultureInfo.InvariantCulture, $"for {(at - facts.At).TotalMinutes:0} min more");
        return $"Argo CD's self-heal of {name} is paused by {application.Text("paused_by") ?? "nobody named"} ({end}): {application.Text("paused_for") ?? "no reason given"}.";
    }

    private static IEnumerable<Interpretation> Knative(FactSet facts)
    {
        if (facts.Answered("knative.service") is not { } service)
        {
            yield break;
        }

        if (service.Text("ready") != True || service.Flag("is_observed") != true)
        {
            yield return Judge(
                service, "torghut-trading", service.Text("ready"), $"The Knative service of torghut-trading is not ready: {service.Text("reason") ?? "no reason given"}");
        }

        if (service.Text("latest_created") != service.Text("latest_ready"))
        {
            yield return new("control_unsettled", Verdict.Yellow,
                $"Revision {service.Text("latest_created")} of torghut-trading is not ready; {service.Text("latest_ready") ?? "none"} serves.", [service.Id]);
        }
    }

    private static IEnumerable<Interpretation> Ta(FactSet facts)
    {
        if (facts.Answered("workload.ta") is not { } ta)
        {
            yield break;
        }

        if (ta.Text("wanted") == "suspended")
        {
            yield return new("ta_suspended", Verdict.Yellow, "torghut-ta is suspended: nothing is computed.", [ta.Id])
            {
                Subject = "torghut-ta",
            };
        }
        else if (ta.Text("state") != "RUNNING" || ta.Flag("is_observed") != true)
        {
            yield return Judge(ta, "torghut-ta", ta.Text("state"), $"The {ta.Text("kind") ?? "workload"} of torghut-ta is {ta.Text("state")}");
        }

        if (ta.Text("lifecycle") is { } lifecycle and not ("STABLE" or "DEPLOYED" or "SUSPENDED"))
        {
            yield return Judge(ta, "torghut-ta", lifecycle, $"The FlinkDeployment of torghut-ta is {lifecycle}");
        }

        if (ta.Text("job_manager") is "MISSING" or "ERROR" && ta.Text("wanted") != "suspended")
        {
            yield return Judge(ta, "torghut-ta", ta.Text("job_manager"), $"The job manager of torghut-ta is {ta.Text("job_manager")}");
        }
    }

    private static IEnumerable<Interpretation> Postgres(FactSet facts)
    {
        if (facts.Answered("cnpg.cluster") is not { } cluster)
        {
            yield break;
        }

        if (cluster.Number("ready_instances") is not { } ready || ready < 1)
        {
            yield return new("platform_incident", Verdict.Red, $"Platform incident: no instance of Postgres is ready ({cluster.Text("phase")}).", [cluster.Id])
            {
                Subject = "postgres",
            };
        }
        else if (ready < cluster.Number("instances") || cluster.Text("phase") != "Cluster in healthy state")
        {
            yield return new("control_unsettled", Verdict.Yellow,
                string.Create(CultureInfo.InvariantCulture,
                    $"{ready} of {cluster.Number("instances")} instances of Postgres are ready ({cluster.Text("phase")})."), [cluster.Id])
            {
                Subject = "postgres",
            };
        }
    }

    private static IEnumerable<Interpretation> ClickHouse(FactSet facts)
    {
        if (facts.Answered("altinity.installation") is { } installation && installation.Text("status") != "Completed")
        {
            yield return Judge(
                installation, "clickhouse", installation.Text("status"), $"The installation of ClickHouse is {installation.Text("status")}");
        }
    }

    private static Interpretation Judge(Fact fact, string subject, string? state, string text) => Broken.Contains(state)
        ? new("platform_incident", Verdict.Red, $"Platform incident: {text}.", [fact.Id]) { Subject = subject }
        : new("control_unsettled", Verdict.Yellow, $"{text}.", [fact.Id]) { Subject = subject };

    private static bool HasAnsweredOfLate(FactSet facts) => facts.Find(Api) is { } fact
        && fact.Time(AnsweredAt) is { } answered
        && facts.At - answered < Intermittent;

    private static string Last(Fact pod) => pod.Text("last_termination") is { } reason ? $", the last by {reason}" : "";

    private static string Names(string[] names) => names.Length == 0 ? "no object is named"
        : names.Length <= MaxNamed ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MaxNamed))} and {names.Length - MaxNamed} more";
}

using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Common.Resilience;
using Torghut.Ops.Cluster;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Ops.Snapshots.History;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>What the cluster says of what it runs. On a machine without a cluster each probe says that, as a fact.</summary>
/// <param name="copies">Null where nothing is watched.</param>
/// <param name="history">Snapshots of others; null where none are looked at.</param>
internal sealed class ClusterProbes(
    ClusterClient client, ClusterOptions options, SnapshotOptions snapshots, TimeProvider time, ClusterCopies? copies = null, SnapshotHistory? history = null)
{
    /// <summary>What a watch knew a moment ago is told for as long as an API server that fails is no incident yet, seconds.</summary>
    private const int MaxCopyAgeS = 180;

    private readonly ServerAnswers _answers = new(snapshots.ClusterContext, copies, history);

    public IEnumerable<Probe> All()
    {
        yield return Make(Plane.Control, "cluster", "api", "kubectl get --raw /version", AskServerAsync) with { Known = WithoutAnswer };
        yield return Applications();
        yield return Of(
            Plane.Control, "knative", "service", ClusterResource.KnativeServices(options.Namespace), options.KnativeService, ClusterReader.KnativeService);
        yield return options.IsFlink
            ? Of(Plane.Control, "workload", "ta", ClusterResource.FlinkDeployments(options.Namespace), options.TaWorkloadName, ClusterReader.FlinkWorkload)
            : Of(Plane.Control, "workload", "ta", ClusterResource.Deployments(options.Namespace), options.TaWorkloadName, ClusterReader.DeploymentWorkload);
        yield return Of(
            Plane.Control, "cnpg", "cluster", ClusterResource.PostgresClusters(options.Namespace), options.PostgresCluster, ClusterReader.PostgresCluster);
        yield return Of(
            Plane.Control, "altinity", "installation", ClusterResource.ClickHouseInstallations(options.Namespace), options.ClickHouseInstallation,
            ClusterReader.ClickHouseInstallation);
        yield return All("pods", ClusterResource.Pods(options.Namespace), ClusterReader.Pods);
        yield return All("deployments", ClusterResource.Deployments(options.Namespace), ClusterReader.Deployments);
    }

    private static bool MayPass(Exception failure) => failure is OperationCanceledException || HttpFailures.IsTransient(failure);

    private static Reading None() => new(new JsonObject { ["cluster"] = "none" }, "no cluster: this is no pod, and OPS_KUBECONFIG names none");

    private Probe Of(Plane plane, string component, string name, ClusterResource resource, string objectName, Func<JsonElement, JsonObject> read) => Make(
        plane, component, name, resource.Command(objectName),
        OrCopy(
            resource, async cancellationToken => read(await client.GetAsync($"{resource.Path}/{objectName}", cancellationToken)),
            objects => objects.TryGetValue(objectName, out var found) ? read(found) : null)) with
    {
        MaxAgeS = MaxCopyAgeS,
    };

    private Probe All(string component, ClusterResource resource, Func<IEnumerable<JsonElement>, JsonObject> read) => Make(
        Plane.Compute, component, "all", resource.Command(),
        OrCopy(
            resource, async cancellationToken => read((await client.ListAsync(resource, cancellationToken)).Objects.Values),
            objects => read(objects.Values))) with
    {
        MaxAgeS = MaxCopyAgeS,
    };

    private Probe Applications()
    {
        var resource = ClusterResource.Applications(options.ArgoNamespace);
        return Make(
            Plane.Control, "argocd", "applications", resource.Command(string.Join(' ', options.Applications)),
            OrCopy(
                resource,
                async cancellationToken => Rows(await Task.WhenAll(
                    options.Applications.Select(name => client.GetAsync($"{resource.Path}/{name}", cancellationToken)))),
                objects => options.Applications.All(objects.ContainsKey) ? Rows(options.Applications.Select(name => objects[name])) : null)) with
        {
            MaxAgeS = MaxCopyAgeS,
        };

        static JsonObject Rows(IEnumerable<JsonElement> applications) =>
            new() { ["applications"] = new JsonArray([.. applications.Select(ClusterReader.Application)]) };
    }

    /// <summary>Asks the server; when it does not answer for now, tells what the watch saw last and when.</summary>
    private Func<CancellationToken, Task<Reading>> OrCopy(
        ClusterResource resource, Func<CancellationToken, Task<JsonObject>> ask, Func<IReadOnlyDictionary<string, JsonElement>, JsonObject?> read) =>
        async cancellationToken =>
        {
            if (copies?.Find(resource) is not { } copy || time.GetUtcNow() - copy.SeenAt > TimeSpan.FromSeconds(MaxCopyAgeS))
            {
                return new Reading(await ask(cancellationToken));
            }

            using var soon = new CancellationTokenSource(snapshots.ProbeTimeout / 2, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
            try
            {
                return new Reading(await ask(either.Token));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && MayPass(failure) && read(copy.Objects) is { } seen)
            {
                return new Reading(seen, "as the watch saw it last; the API server does not answer") { ObservedAt = copy.SeenAt };
            }
        };

    private async Task<Reading> AskServerAsync(CancellationToken cancellationToken)
    {
        var version = await client.GetAsync("/version", cancellationToken);
        _answers.Heard(time.GetUtcNow());
        return new Reading(new JsonObject { ["cluster"] = "kubernetes", ["version"] = version.Text("gitVersion") });
    }

    private JsonObject WithoutAnswer() => new()
    {
        ["cluster"] = "kubernetes",
        [ClusterRules.AnsweredAt] =
            _answers.Last(time.GetUtcNow())?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    private Probe Make(Plane plane, string component, string name, string command, Func<CancellationToken, Task<Reading>> ask) => new(
        plane, component, name, command,
        async cancellationToken =>
        {
            if (!client.IsThere)
            {
                return None();
            }

            try
            {
                return await ask(cancellationToken);
            }
            catch (HttpStatusException refused)
            {
                throw new ProbeException(OutcomeOf(refused.StatusCode), $"cluster: {refused.StatusCode:D} from the API server", refused);
            }
            catch (ClusterConfigurationException unusable)
            {
                throw new ProbeException(Outcome.NotConfigured, $"cluster: {unusable.Message}", unusable);
            }
            catch (HttpRequestException stranger) when (stranger.InnerException is AuthenticationException)
            {
                throw new ProbeException(Outcome.Unreachable, "cluster: the API server's certificate is of another authority or host name", stranger);
            }
        });

    private static Outcome OutcomeOf(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Outcome.Forbidden,
        HttpStatusCode.NotFound => Outcome.Absent,
        >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => Outcome.Unreachable,
        _ => Outcome.Malformed,
    };
}

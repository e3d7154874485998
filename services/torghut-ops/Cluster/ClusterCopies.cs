using Torghut.Common.Hosting;

namespace Torghut.Ops.Cluster;

/// <summary>
/// Copies of what the probes ask for, kept while the service runs: what was seen a moment ago is told when the API server does not answer, with its age.
/// </summary>
internal sealed class ClusterCopies(ClusterClient client, ClusterOptions options, TimeProvider time, ILogger<ClusterWatch> logger) : IServiceLoop
{
    private readonly ClusterWatch[] _watches =
    [
        .. new[]
        {
            ClusterResource.Applications(options.ArgoNamespace),
            ClusterResource.KnativeServices(options.Namespace),
            options.IsFlink ? ClusterResource.FlinkDeployments(options.Namespace) : ClusterResource.Deployments(options.Namespace),
            ClusterResource.PostgresClusters(options.Namespace),
            ClusterResource.ClickHouseInstallations(options.Namespace),
            ClusterResource.Pods(options.Namespace),
            ClusterResource.Deployments(options.Namespace),
        }.Distinct().Select(resource => new ClusterWatch(client, resource, new WatchTiming(), time, logger)),
    ];

    /// <summary>Whether everything was seen once.</summary>
    public bool AreWhole => Array.TrueForAll(_watches, watch => watch.Copy is not null);

    /// <summary>When the server was heard last by any watch; null when it never was.</summary>
    public DateTimeOffset? SeenAt => _watches.Max(watch => watch.Copy?.SeenAt);

    /// <summary>Null where nothing is watched, or nothing was seen yet.</summary>
    public ClusterCopy? Find(ClusterResource resource) => Array.Find(_watches, watch => watch.Resource == resource)?.Copy;

    public Task RunAsync(CancellationToken cancellationToken) => client.IsThere
        ? Task.WhenAll(_watches.Select(watch => watch.RunAsync(cancellationToken)))
        : Task.Delay(Timeout.Infinite, cancellationToken);
}

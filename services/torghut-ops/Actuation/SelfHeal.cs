using System.Text.Json.Nodes;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>Argo CD's self-heal of one application, which undoes a live patch within seconds. Its pause has an owner and an expiry on the object.</summary>
internal sealed class SelfHeal(LiveObjects cluster, ClusterOptions options, string application)
{
    private readonly string _path = $"{ClusterResource.Applications(options.ArgoNamespace).Path}/{application}";

    public async Task<SelfHealState> ReadAsync(CancellationToken cancellationToken) => SelfHealState.Of(await cluster.GetAsync(_path, cancellationToken));

    /// <exception cref="GitOpsException">It could not be paused, and is as it was.</exception>
    /// <exception cref="LiveObjectException">The cluster did not say.</exception>
    public async Task PauseAsync(SelfHealState before, string owner, string reason, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            await PatchAsync(before, false, owner, reason, EmergencyIntent.Text(until), cancellationToken);
        }
        catch (LiveObjectException refused) when (refused.WasRefused)
        {
            throw new GitOpsException("self-heal", $"self-heal of {application} cannot be paused: {refused.Message}", refused);
        }

        if ((await ReadAsync(cancellationToken)).IsOn)
        {
            throw new GitOpsException("self-heal", $"self-heal of {application} was paused and is on again: something else owns the application");
        }
    }

    /// <summary>The gate of a restore: only a pause that bears our mark is ours to end.</summary>
    public Gate? RestoreGate(SelfHealState now) => now.PausedBy is not null ? null
        : new("self-heal", $"self-heal of {application} was not paused by torghut-ops (it has no {SelfHealMarks.Owner}), and is {(now.IsOn ? "on" : "off")}");

    /// <summary>
    /// Ends a pause of ours, and looks whether it has ended. Where automated sync was taken away meanwhile, only the marks go. A pause that somebody else ended
    /// first is over too.
    /// </summary>
    /// <param name="judged">What was found to be a pause that may be ended: a newer one is another version of the object, and stays.</param>
    /// <returns>Whether self-heal is on.</returns>
    /// <exception cref="GitOpsException">The pause is not ours.</exception>
    /// <exception cref="LiveObjectException">The cluster refused, or self-heal is off all the same.</exception>
    public async Task<bool> RestoreAsync(SelfHealState judged, CancellationToken cancellationToken)
    {
        if (RestoreGate(judged) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        try
        {
            await PatchAsync(judged, judged.IsAutomated ? true : null, null, null, null, cancellationToken);
        }
        catch (LiveObjectException refused) when (refused.WasRefused)
        {
            if (await ReadAsync(cancellationToken) is { PausedBy: null } over)
            {
                return over.IsOn;
            }

            throw;
        }

        var now = await ReadAsync(cancellationToken);
        return now.PausedBy is null && now.IsOn == judged.IsAutomated
            ? now.IsOn : throw new LiveObjectException($"self-heal of {application} was put on and is off again: something else owns the application", null);
    }

    private Task PatchAsync(SelfHealState before, bool? on, string? owner, string? reason, string? until, CancellationToken cancellationToken)
    {
        var annotations = new JsonObject { [SelfHealMarks.Owner] = owner, [SelfHealMarks.Expiry] = until, [SelfHealMarks.Reason] = reason };
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
        if (before.Version is { } version)
        {
            // What somebody else wrote since it was read is not overwritten.
            patch["metadata"]!["resourceVersion"] = version;
        }

        if (on is { } wanted)
        {
            patch["spec"] = new JsonObject { ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["selfHeal"] = wanted } } };
        }

        return cluster.PatchAsync(_path, patch, strategic: false, cancellationToken);
    }
}

using Torghut.Common.Hosting;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.GitOps;
using Torghut.Ops.Observability;

namespace Torghut.Ops.Actuation;

/// <summary>
/// Ends a pause of self-heal at its expiry: whoever paused it may be asleep, and a change that is not in the repository by then was not meant to stay.
/// </summary>
internal sealed class SelfHealExpiry(
    ClusterClient client, LiveObjects cluster, ClusterOptions options, AuditOptions audit, TimeProvider time, ILogger<SelfHealExpiry> logger) : IServiceLoop
{
    private const string Actor = "torghut-ops";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Ends that failed and are in the audit: the next tries of the same pause go to the log alone.</summary>
    private readonly HashSet<(string Application, string Until)> _failed = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!client.IsThere)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await LookAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Looks at every application once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var application in options.Applications)
        {
            await EndAsync(application, cancellationToken);
        }
    }

    private async Task EndAsync(string application, CancellationToken cancellationToken)
    {
        var heal = new SelfHeal(cluster, options, application);
        SelfHealState state;
        try
        {
            state = await heal.ReadAsync(cancellationToken);
        }
        catch (LiveObjectException)
        {
            // Snapshots say that the application cannot be seen.
            return;
        }

        if (state.PausedBy is not { } owner || state.Until > time.GetUtcNow())
        {
            return;
        }

        var until = state.Until is { } expiry ? EmergencyIntent.Text(expiry) : "no time that is one";
        var (trail, what, reason) = (new AuditTrail(audit, Actor, time), Emergency.RestoreOf(application), $"the pause by {owner} until {until} is over");
        var wasTold = _failed.Contains((application, until));
        try
        {
            if (OperatorGates.Kept(trail) is { } gate)
            {
                throw new GitOpsException(gate.Name, gate.Sentence);
            }

            using var running = trail.Begin();
            if (!wasTold)
            {
                trail.Write(AuditPhase.Intended, Emergency.Action, reason, what);
            }

            var isEnded = await IsEndedAsync(heal, application, state, cancellationToken);
            if (isEnded || !wasTold)
            {
                trail.Write(isEnded ? AuditPhase.Done : AuditPhase.Failed, Emergency.Action, reason, what);
            }

            if (isEnded)
            {
                _failed.Remove((application, until));
                OpsLog.SelfHealRestored(logger, application, owner, until);
            }
            else
            {
                _failed.Add((application, until));
            }
        }
        catch (Exception failure) when (failure is GitOpsException or IOException or UnauthorizedAccessException)
        {
            OpsLog.SelfHealNotRestored(logger, application, failure.Message);
        }
    }

    private async Task<bool> IsEndedAsync(SelfHeal heal, string application, SelfHealState judged, CancellationToken cancellationToken)
    {
        try
        {
            await heal.RestoreAsync(judged, cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is LiveObjectException or GitOpsException)
        {
            OpsLog.SelfHealNotRestored(logger, application, failure.Message);
            return false;
        }
    }
}

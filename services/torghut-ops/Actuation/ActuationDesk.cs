using Torghut.Common.Drills;
using Torghut.Ops.Audit;
using Torghut.Ops.GitOps;
using Torghut.Ops.Observability;

namespace Torghut.Ops.Actuation;

/// <summary>Makes the changes that are asked for over HTTP, one after another: gates, commit and pull request are those of the command.</summary>
internal sealed class ActuationDesk(
    GitOpsOptions gitOps, ActuationOptions options, AuditOptions auditOptions, TimeProvider time, ILogger<ActuationDesk> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <exception cref="GitOpsException">A gate does not hold, and nothing was changed.</exception>
    /// <exception cref="ActuationException">It is not through; the same request with the same id goes on from there.</exception>
    /// <exception cref="IOException">The audit could not be written.</exception>
    public async Task<ActuationAnswer> MakeAsync(ActuationRequest request, CancellationToken cancellationToken)
    {
        var audit = new AuditTrail(auditOptions, request.Actor, time);
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Git's library blocks.
            return await Task.Run(() => MakeAsync(request.Arguments, audit, request.Actor, cancellationToken), cancellationToken);
        }
        catch (GitOpsException refused)
        {
            OpsLog.ActuationRefused(logger, request.Arguments.Subject, request.Actor, refused.Gate, refused.Message);
            if (OperatorGates.WriteRefusal(audit, Actuator.Action, request.Arguments.Reason, request.Arguments.Subject, new(refused.Gate, refused.Message))
                is { } failure)
            {
                OpsLog.RefusalNotAudited(logger, request.Arguments.Subject, failure);
            }

            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ActuationAnswer> MakeAsync(ActuateArguments arguments, AuditTrail audit, string actor, CancellationToken cancellationToken)
    {
        using var running = ActuationSteps.Begin(arguments, audit);
        return await new ActuationSteps(gitOps, options, audit, actor, Failpoints.None, time).MakeAsync(
            arguments, answer => Log(answer, actor, arguments.Reason), static _ => { }, cancellationToken);
    }

    private void Log(ActuationAnswer answer, string actor, string reason)
    {
        if (answer is { State: ActuationAnswer.Pushed, Branch: { } branch, Commit: { } commit })
        {
            OpsLog.ActuationPushed(logger, answer.Title, actor, branch, commit, reason);
        }
    }
}

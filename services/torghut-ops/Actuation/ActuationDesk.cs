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
        if (arguments.Confirmation is { } typed && OperatorGates.First(typed, Actuator.Confirmation, arguments.Reason, audit) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        using var running = arguments.Confirmation is null ? null : audit.Begin();
        using var repository = GitOpsRepository.Open(gitOps);
        using var requests = options.Api is null ? null : new GitHubPullRequests(options, gitOps.Token);
        var actuator = new Actuator(gitOps, repository, requests, audit, actor, Failpoints.None);
        if (arguments.Confirmation is not null)
        {
            await actuator.ResolveAsync(cancellationToken);
        }

        var now = time.GetUtcNow();
        var change = AskedChange.Plan(actuator, arguments, now);
        var made = actuator.FindCommit(change);
        var answer = new ActuationAnswer(
            "unchanged", change.Id, change.Title, change.Summary, change.File, Diff: null, change.RollbackCommand, Branch: null, Commit: null,
            PullRequest: null);
        if (made is null && !change.IsNeeded)
        {
            return answer;
        }

        answer = answer with
        {
            State = "planned",
            Diff = actuator.Diff(made ?? actuator.Preview(change, arguments.Reason, arguments.PriorityId, now)),
        };
        if (arguments.Confirmation is null)
        {
            return answer;
        }

        var commit = actuator.Commit(change, arguments.Reason, arguments.PriorityId, now);
        OpsLog.ActuationPushed(logger, change.Title, actor, change.Branch, commit.Sha, arguments.Reason);
        var opened = await actuator.RequestAsync(change, commit, arguments.Reason, cancellationToken);
        return answer with { State = "requested", Branch = change.Branch, Commit = commit.Sha, PullRequest = opened };
    }
}

using Torghut.Common.Drills;
using Torghut.Ops.Audit;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>The steps of a change in the repository, whoever asks for it: what a kill left open, the plan, the commit, the request to merge it.</summary>
internal sealed class ActuationSteps(
    GitOpsOptions gitOps, ActuationOptions options, AuditTrail audit, string actor, Failpoints failpoints, TimeProvider time)
{
    /// <summary>Looks at the gates of a confirmed change and says that it is under way; null for a plan, which needs neither.</summary>
    /// <exception cref="GitOpsException">A gate does not hold, and nothing was changed.</exception>
    public static IDisposable? Begin(ActuateArguments arguments, AuditTrail audit)
    {
        if (arguments.Confirmation is not { } typed)
        {
            return null;
        }

        return OperatorGates.First(typed, Actuator.Confirmation, arguments.Reason, audit) is { } gate
            ? throw new GitOpsException(gate.Name, gate.Sentence)
            : audit.Begin();
    }

    /// <summary>Plans the change and, once it is confirmed, makes it.</summary>
    /// <param name="reached">Told of every state in turn, so that what was done is known when the next step fails.</param>
    /// <param name="resolved">Told what became of changes that were cut off.</param>
    /// <returns>The last state.</returns>
    public async Task<ActuationAnswer> MakeAsync(
        ActuateArguments arguments, Action<ActuationAnswer> reached, Action<string> resolved, CancellationToken cancellationToken)
    {
        using var repository = GitOpsRepository.Open(gitOps);
        using var requests = options.Api is null ? null : new GitHubPullRequests(options, gitOps.Token);
        var actuator = new Actuator(gitOps, repository, requests, audit, actor, failpoints);
        var isConfirmed = arguments.Confirmation is not null;
        foreach (var line in isConfirmed ? await actuator.ResolveAsync(cancellationToken) : [])
        {
            resolved(line);
        }

        var now = time.GetUtcNow();
        var change = AskedChange.Plan(actuator, arguments, now);
        var made = actuator.FindCommit(change);
        var answer = ActuationAnswer.Unchanged(change);
        if (made is null && !change.IsNeeded)
        {
            reached(answer);
            return answer;
        }

        reached(answer = answer with
        {
            State = ActuationAnswer.Planned,
            Diff = actuator.Diff(made ?? actuator.Preview(change, arguments.Reason, arguments.PriorityId, now)),
        });
        if (!isConfirmed)
        {
            return answer;
        }

        var commit = actuator.Commit(change, arguments.Reason, arguments.PriorityId, now);
        reached(answer = answer with { State = ActuationAnswer.Pushed, Branch = change.Branch, Commit = commit.Sha });
        var request = await actuator.RequestAsync(change, commit, arguments.Reason, cancellationToken);
        reached(answer = answer with { State = ActuationAnswer.Requested, PullRequest = request });
        return answer;
    }
}

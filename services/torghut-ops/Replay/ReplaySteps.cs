using LibGit2Sharp;
using Torghut.Ops.Audit;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Replay;

/// <summary>
/// Steps that are commits. Each is intended in the audit, pushed, reported, and then waited for; done twice it changes nothing. The commit carries the step's
/// name, so that a later run can ask the branch what became of one that the audit leaves open.
/// </summary>
internal sealed class ReplaySteps(ReplayContext context, ReplayRecords records)
{
    /// <summary>What the audit calls one.</summary>
    public const string Action = "ta-replay.commit";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Reports what a run that was killed left open.</summary>
    public void Resolve()
    {
        if (context.Audit.Unknown(Action) is not { Count: > 0 } open)
        {
            return;
        }

        using var repository = GitOpsRepository.Open(context.GitOps);
        var tip = repository.Fetch();
        foreach (var entry in open)
        {
            // A push is all or nothing, and nobody but that run could have made the commit.
            var found = GitOpsRepository.FindChange(tip, entry.Detail);
            context.Audit.Write(found is null ? AuditPhase.Failed : AuditPhase.Done, Action, entry.Reason, entry.Detail);
            context.Say(found is null ? $"resolved  {entry.Detail}: was not done" : $"resolved  {entry.Detail}: was done, commit {found.Sha[..12]}");
        }
    }

    /// <summary>Makes one step unless the record has it.</summary>
    public async Task<ReplayRecord> MakeAsync(
        ReplayRecord record, string step, string reason, IReadOnlyList<FieldChange> changes, Func<Task<bool>> reached, CancellationToken cancellationToken)
    {
        if (record.Has(step))
        {
            return record;
        }

        Commit(record, step, reason, changes);
        context.Failpoints.Hit(FailpointNames.ReplayCommitted);
        await WaitAsync(step, reached, cancellationToken);
        context.Failpoints.Hit(FailpointNames.ReplayFollowed);
        record = record with { Done = [.. record.Done, step] };
        records.Save(record);
        return record;
    }

    private void Commit(ReplayRecord record, string step, string reason, IReadOnlyList<FieldChange> changes)
    {
        using var repository = GitOpsRepository.Open(context.GitOps);
        var tip = repository.Fetch();
        var text = GitOpsRepository.Text(tip, context.Options.Manifest);
        var changed = YamlFields.Set(text, changes);
        if (changed == text)
        {
            context.Say($"{step,-18}{context.Options.Manifest} is so already");
            return;
        }

        var id = $"{record.ReplayId}/{step}/{tip.Sha[..12]}";
        context.Audit.Write(AuditPhase.Intended, Action, reason, id);
        context.Failpoints.Hit(FailpointNames.ReplayIntended);
        try
        {
            var message = $"TA replay {record.ReplayId}: {step}\n\n{reason}\n\n{GitOpsRepository.Trailer}: {id}\n";
            var author = new Signature(context.Actor, "torghut-ops@localhost", context.Time.GetUtcNow());
            var commit = repository.Make(tip, context.Options.Manifest, changed, message, author);
            context.Failpoints.Hit(FailpointNames.ReplayCommitMade);
            repository.Push(commit, context.GitOps.Branch);
            context.Failpoints.Hit(FailpointNames.ReplayPushed);
            context.Audit.Write(AuditPhase.Done, Action, reason, id);
            context.Say($"{step,-18}commit {commit.Sha[..12]}: {string.Join(", ", changes.Select(change => $"{change.Name} = {change.Value}"))}");
        }
        catch (GitOpsException refused)
        {
            // Refused by the remote; where it was not even asked, the branch says so to the next run as well.
            if (refused.Gate == "push")
            {
                context.Audit.Write(AuditPhase.Failed, Action, reason, id);
            }

            throw;
        }
    }

    /// <summary>Whether it was reached in time, also where one look never comes back.</summary>
    internal static async Task<bool> IsReachedAsync(Func<Task<bool>> reached, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var end = Task.Delay(limit, time, cancellationToken);
        while (!end.IsCompleted)
        {
            var look = reached();
            if (await Task.WhenAny(look, end) == look && await look)
            {
                return true;
            }

            await Task.WhenAny(Task.Delay(Interval, time, cancellationToken), end);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    private async Task WaitAsync(string step, Func<Task<bool>> reached, CancellationToken cancellationToken)
    {
        if (!await IsReachedAsync(reached, context.Options.StepTimeout, context.Time, cancellationToken))
        {
            throw new ReplayException(
                $"{step}: the workload does not follow within {context.Options.StepTimeout.TotalSeconds:0} s. "
                + "Look at the Argo CD application; the same command goes on from here.");
        }
    }
}

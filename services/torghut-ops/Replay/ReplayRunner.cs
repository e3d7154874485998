using Torghut.Ops.Audit;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Replay;

/// <summary>Applies a replay and takes it back. Killed anywhere, the same command goes on where it was.</summary>
internal sealed class ReplayRunner(ReplayContext context, ReplayRecords records)
{
    /// <summary>What has to be typed.</summary>
    public const string Confirmation = "REPLAY_TA_CANARY";

    /// <summary>What has to be typed too where topics are deleted.</summary>
    public const string DestructiveConfirmation = "DELETE_DERIVED_TOPICS";

    /// <summary>What the audit calls a refusal.</summary>
    public const string Action = "ta-replay";

    private readonly ReplaySteps _steps = new(context, records);
    private readonly DerivedTopics _topics = new(context, records);
    private readonly TaWorkload _workload = new(context.Targets, context.Http, context.Cluster, context.ClusterOptions, context.Time);

    /// <summary>Reports what a run that was killed left open.</summary>
    public async Task ResolveAsync()
    {
        _steps.Resolve();
        await _topics.ResolveAsync();
    }

    /// <summary>The gates that no plan is needed for; the first that does not hold.</summary>
    public Gate? Gate(ReplayArguments arguments) =>
        OperatorGates.Confirmation(arguments.Confirmation, Confirmation)
        ?? (arguments.Mode == ReplayMode.ApplyDestructive ? DestructiveGate(arguments) : null)
        ?? OperatorGates.Reason(arguments.Reason)
        ?? OperatorGates.Kept(context.Audit)
        ?? context.StateGate();

    private static Gate? DestructiveGate(ReplayArguments arguments) =>
        arguments.DestructiveConfirmation != DestructiveConfirmation
            ? new("confirmation", $"topics are deleted: type --confirm-destructive {DestructiveConfirmation} too")
        : string.IsNullOrWhiteSpace(arguments.Ticket) || arguments.Ticket.Any(char.IsControl) ? new("ticket", "name the incident with --ticket") : null;

    /// <summary>A record of before means that this replay was begun: what of the gates can still hold must.</summary>
    public async Task<Gate?> ResumeGateAsync(ReplayRecord record, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        if (record.Has(ReplayStep.Run) || record.Done.Any(ReplayStep.IsOfRollback))
        {
            return new("group", $"{record.Group} was used before; every replay needs a group of its own, take another --replay-id");
        }

        if (record.Destructive != arguments.IsDestructive)
        {
            var begun = record.Destructive ? "to delete topics" : "without deleting anything";
            return new("mode", $"this replay was begun {begun}; go on as it was begun, or roll it back");
        }

        var trading = await TradingPosture.ReadAsync(context.Targets, context.Http, cancellationToken);
        return trading.IsPaused || (!arguments.IsDestructive && arguments.AcceptPaper && trading.IsPaper) ? null : new("trading", "trading is not paused");
    }

    /// <summary>Taking back changes a group, and deletes topics where the replay did: what is there now must be this replay's.</summary>
    public async Task<Gate?> RollbackGateAsync(ReplayRecord record, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        using (var repository = GitOpsRepository.Open(context.GitOps))
        {
            var group = TaManifest.Read(GitOpsRepository.Text(repository.Fetch(), context.Options.Manifest)).Group;
            if (group != record.Group && group != record.Former.Group)
            {
                return new("group", $"torghut-ta is at {group}, which is neither {record.Group} nor {record.Former.Group}: take the newer change back first");
            }
        }

        if (!record.Destructive || !record.Has(ReplayStep.Copy) || record.Has(ReplayStep.RollbackTopics))
        {
            return null;
        }

        if (arguments.DestructiveConfirmation != DestructiveConfirmation)
        {
            return new("confirmation",
                $"what the derived topics hold now is deleted and the copies put back: type --confirm-destructive {DestructiveConfirmation} too");
        }

        var trading = await TradingPosture.ReadAsync(context.Targets, context.Http, cancellationToken);
        return trading.IsPaused ? null : new("trading", "trading is not paused");
    }

    public ReplayRecord Begin(ReplayPlan plan, ReplayArguments arguments)
    {
        var window = plan.Window!.Value;
        var record = new ReplayRecord(plan.ReplayId, plan.Group, plan.Current, window.From, window.To, plan.HasHistory)
        {
            Destructive = arguments.IsDestructive,
            Ticket = arguments.Ticket,
        };
        // The record is what shows that it was begun; this line is for people.
        context.Audit.Write(AuditPhase.Done, Action, arguments.Reason, $"begin {plan.ReplayId}{(record.Ticket.Length > 0 ? $", {record.Ticket}" : "")}");
        records.Save(record);
        context.Failpoints.Hit(FailpointNames.ReplayRecorded);
        return record;
    }

    public async Task ApplyAsync(ReplayRecord record, string reason, CancellationToken cancellationToken)
    {
        var former = record.Former;
        record = await _steps.MakeAsync(
            record, ReplayStep.Suspend, reason, [TaManifest.State(TaManifest.Suspended)],
            async () => await IsAsync(former.Group, TaManifest.Suspended, cancellationToken) && await IsLeftAsync(former.Group), cancellationToken);
        record = await BaselineAsync(record, cancellationToken);
        if (record.Destructive)
        {
            if (!record.Has(ReplayStep.Remake))
            {
                await DemandStillAsync(former.Group, cancellationToken);
            }

            record = await _topics.RemakeAsync(record, reason, cancellationToken);
        }

        record = await _steps.MakeAsync(
            record, ReplayStep.Change, reason, TaManifest.MoveTo(record.Group, "earliest", former.RestartNonce + 1),
            () => IsAsync(record.Group, TaManifest.Suspended, cancellationToken), cancellationToken);
        await _steps.MakeAsync(
            record, ReplayStep.Run, reason, [TaManifest.State(TaManifest.Running)],
            async () => await IsAsync(record.Group, TaManifest.Running, cancellationToken) && await context.Logs.MembersAsync(record.Group) > 0,
            cancellationToken);
    }

    /// <summary>Back to the group, the offset reset and the job's state of before. The former group's positions and states were never touched.</summary>
    public async Task RollbackAsync(ReplayRecord record, string reason, CancellationToken cancellationToken)
    {
        var former = record.Former;
        record = await _steps.MakeAsync(
            record, ReplayStep.RollbackSuspend, reason, [TaManifest.State(TaManifest.Suspended)],
            async () => await IsAsync(null, TaManifest.Suspended, cancellationToken) && await IsLeftAsync(record.Group) && await IsLeftAsync(former.Group),
            cancellationToken);
        if (record.Destructive)
        {
            record = await _topics.RestoreAsync(record, reason, cancellationToken);
        }

        // The former group's pods are made anew too, so that the number goes on instead of back.
        record = await _steps.MakeAsync(
            record, ReplayStep.RollbackChange, reason, TaManifest.MoveTo(former.Group, former.OffsetReset, former.RestartNonce + 2),
            () => IsAsync(former.Group, TaManifest.Suspended, cancellationToken), cancellationToken);
        await _steps.MakeAsync(
            record, ReplayStep.RollbackRun, reason, [TaManifest.State(former.JobState)],
            async () => await IsAsync(former.Group, former.JobState, cancellationToken)
                && (former.JobState == TaManifest.Suspended || await context.Logs.MembersAsync(former.Group) > 0),
            cancellationToken);
    }

    /// <summary>Taken when nobody writes any more, and only once: after the replay there is no first run to look at.</summary>
    private async Task<ReplayRecord> BaselineAsync(ReplayRecord record, CancellationToken cancellationToken)
    {
        if (record.FirstRun is not null)
        {
            return record;
        }

        record = record with
        {
            FirstRun = await context.Rows.ReadAsync(record.From, record.To, cancellationToken),
            InputEnds = await context.Logs.ReadAsync(ReplayLogs.Inputs),
            DerivedEnds = await context.Logs.ReadAsync(ReplayLogs.Derived),
        };
        records.Save(record);
        context.Say($"{"baseline",-18}{record.FirstRun.Sum(day => day.Rows)} rows of {record.FirstRun.Count} symbols and days");
        return record;
    }

    private async Task<bool> IsAsync(string? group, string state, CancellationToken cancellationToken) =>
        await _workload.ReadAsync(cancellationToken) is { } now && (group is null || now.Group == group) && now.JobState == state
        && await _workload.IsObservedAsync(cancellationToken) == true;

    /// <summary>What could not be looked at was not started: only an answer says that.</summary>
    private async Task DemandStillAsync(string group, CancellationToken cancellationToken)
    {
        if (await _workload.ReadAsync(cancellationToken) is not { } now || await _workload.IsObservedAsync(cancellationToken) is not { } isObserved)
        {
            throw new ReplayException(
                "Whether torghut-ta is still suspended could not be looked at; nothing was deleted. The same command goes on from here.");
        }

        if (now.Group != group || now.JobState != TaManifest.Suspended || !isObserved || !await IsLeftAsync(group))
        {
            throw new ReplayException("torghut-ta was started again since it was suspended; nothing was deleted. Suspend it, or take this replay back.");
        }
    }

    private async Task<bool> IsLeftAsync(string group) =>
        await context.Logs.MembersAsync(group) == 0 && await context.Logs.MembersAsync(ReplayLogs.SinkOf(group)) == 0;
}

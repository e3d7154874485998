using System.Globalization;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Ops.Audit;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Actuation;

/// <summary><c>torghut-ops actuate</c>: one named change as a branch and a pull request. A plan until it is confirmed.</summary>
internal static class ActuateCommand
{
    public static ServiceCommand Command { get; } =
        new("actuate", $"Makes one of a few named changes as a pull request; a plan without --confirm: {ActuateArguments.Usage}.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (ActuateArguments.Parse(context.Arguments) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"Usage: torghut-ops actuate {ActuateArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(
            typeof(AuditOptions), typeof(SnapshotOptions), typeof(GitOpsOptions), typeof(ActuationOptions), typeof(EmergencyOptions),
            typeof(DrillOptions<FailpointNames>))
            is not { } options)
        {
            return ExitCodes.Configuration;
        }

        var actor = options.Get<SnapshotOptions>().Operator is { Length: > 0 } named ? named : Environment.UserName;
        var audit = new AuditTrail(options.Get<AuditOptions>(), actor, TimeProvider.System);
        try
        {
            // Git's library blocks.
            return await Task.Run(() => RunAsync(arguments, options, audit, actor, cancellationToken), cancellationToken);
        }
        catch (GitOpsException refused)
        {
            if (audit.IsKept && arguments.Confirmation is not null)
            {
                var what = $"{arguments.Change}{arguments.Rollback}: {refused.Gate}: {refused.Message}";
                audit.Write(AuditPhase.Refused, Actuator.Action, arguments.Reason, what);
            }

            await Console.Error.WriteLineAsync($"Refused, nothing was changed. Gate {refused.Gate}: {refused.Message}.");
            return ExitCodes.Data;
        }
        catch (Exception failure) when (failure is ActuationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{failure.Message} The same command with the same --change-id goes on from here.");
            return ExitCodes.Software;
        }
    }

    private static async Task<int> RunAsync(ActuateArguments arguments, OptionSet options, AuditTrail audit, string actor, CancellationToken cancellationToken)
    {
        Require(arguments, audit);
        if (arguments.Emergency || arguments.RestoreSelfHeal.Length > 0)
        {
            return await EmergencyAsync(arguments, options, audit, actor, cancellationToken);
        }

        var now = TimeProvider.System.GetUtcNow();
        var gitOps = options.Get<GitOpsOptions>();
        using var repository = GitOpsRepository.Open(gitOps);
        using var requests = options.Get<ActuationOptions>().Api is null ? null : new GitHubPullRequests(options.Get<ActuationOptions>(), gitOps.Token);
        var failpoints = new Failpoints(options.Get<DrillOptions<FailpointNames>>(), TimeProvider.System, FailpointNames.Failure);
        var actuation = new Actuator(gitOps, repository, requests, audit, actor, failpoints);
        foreach (var line in await actuation.ResolveAsync(cancellationToken))
        {
            await Console.Out.WriteLineAsync(line);
        }

        var change = arguments.Rollback.Length > 0
            ? actuation.PlanRollback(arguments.Rollback)
            : actuation.Plan(ProcedureOf(arguments), IdOf(arguments, now), arguments.ForceRestart, now);
        return await MakeAsync(actuation, change, arguments, now, cancellationToken);
    }

    private static async Task<int> EmergencyAsync(
        ActuateArguments arguments, OptionSet options, AuditTrail audit, string actor, CancellationToken cancellationToken)
    {
        var emergency = options.Get<EmergencyOptions>();
        if (emergency.Api is null)
        {
            throw new GitOpsException("cluster", "OPS_EMERGENCY_API_URL is not set");
        }

        if (arguments.Confirmation is null)
        {
            throw new GitOpsException("confirmation", $"there is no plan of a live change; type --confirm {Actuator.Confirmation}");
        }

        using var cluster = new ClusterObjects(emergency);
        if (arguments.RestoreSelfHeal.Length > 0)
        {
            return await RestoreAsync(new SelfHeal(cluster, arguments.RestoreSelfHeal), arguments, audit, cancellationToken);
        }

        var run = new Emergency(cluster, audit, TimeProvider.System, emergency.Recheck, Console.Out.WriteLine);
        if (await run.RunAsync(ProcedureOf(arguments).Name, actor, arguments.Reason, TimeSpan.FromMinutes(arguments.PauseMinutes), cancellationToken))
        {
            return ExitCodes.Success;
        }

        await Console.Error.WriteLineAsync("NOT done: the patch was undone, or self-heal is on again. Change the repository instead, without --emergency.");
        return ExitCodes.Software;
    }

    private static async Task<int> RestoreAsync(SelfHeal heal, ActuateArguments arguments, AuditTrail audit, CancellationToken cancellationToken)
    {
        var what = $"restore self-heal of {arguments.RestoreSelfHeal}";
        audit.Write(AuditPhase.Intended, Emergency.Action, arguments.Reason, what);
        try
        {
            await heal.RestoreAsync(cancellationToken);
        }
        catch (LiveObjectException failure)
        {
            audit.Write(AuditPhase.Failed, Emergency.Action, arguments.Reason, what);
            throw new ActuationException(failure.Message, failure);
        }

        audit.Write(AuditPhase.Done, Emergency.Action, arguments.Reason, what);
        await Console.Out.WriteLineAsync($"Self-heal of {arguments.RestoreSelfHeal} is on.");
        return ExitCodes.Success;
    }

    private static async Task<int> MakeAsync(
        Actuator actuation, PlannedChange change, ActuateArguments arguments, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = actuation.FindCommit(change);
        if (made is null && !change.IsNeeded)
        {
            await Console.Out.WriteLineAsync($"{change.File} is so already; nothing was changed.");
            return ExitCodes.Success;
        }

        await Console.Out.WriteLineAsync($"Change {change.Id}: {change.Title}");
        await Console.Out.WriteAsync(actuation.Diff(made ?? actuation.Preview(change, arguments.Reason, arguments.PriorityId, now)));
        await Console.Out.WriteLineAsync($"Rollback, once it is merged: {change.RollbackCommand}");
        if (arguments.Confirmation is null)
        {
            var id = arguments.Rollback.Length > 0 ? "" : $"--change-id {change.Id} ";
            await Console.Out.WriteLineAsync($"This is the plan; nothing was changed. To do it: {id}--reason TEXT --confirm {Actuator.Confirmation}");
            return ExitCodes.Success;
        }

        var commit = actuation.Commit(change, arguments.Reason, arguments.PriorityId, now);
        await Console.Out.WriteLineAsync($"Branch {change.Branch}, commit {commit.Sha[..12]}");
        var request = await actuation.RequestAsync(change, commit, arguments.Reason, cancellationToken);
        await Console.Out.WriteLineAsync(request is null
            ? "No Git host is configured (OPS_GIT_API_URL): open the pull request by hand."
            : $"Pull request {request}");
        return ExitCodes.Success;
    }

    private static void Require(ActuateArguments arguments, AuditTrail audit)
    {
        if (arguments.Confirmation is null)
        {
            return;
        }

        if (arguments.Confirmation != Actuator.Confirmation)
        {
            throw new GitOpsException("confirmation", $"type --confirm {Actuator.Confirmation}");
        }

        if (string.IsNullOrWhiteSpace(arguments.Reason) || arguments.Reason.Any(char.IsControl))
        {
            // A line of its own could pass for a trailer.
            throw new GitOpsException("reason", "say why in one line with --reason");
        }

        if (!audit.IsKept)
        {
            throw new GitOpsException("audit", "OPS_AUDIT_FILE is not set");
        }
    }

    private static Procedure ProcedureOf(ActuateArguments arguments)
    {
        var known = string.Join(", ", Procedures.All.Select(procedure => procedure.Name));
        var procedure = Procedures.Find(arguments.Change) ?? throw new GitOpsException("change", $"there is no change '{arguments.Change}'; there are {known}");
        return !arguments.ForceRestart || procedure.MayForceRestart
            ? procedure : throw new GitOpsException("change", $"--force-restart means nothing for {procedure.Name}");
    }

    private static string IdOf(ActuateArguments arguments, DateTimeOffset now) => arguments.ChangeId.Length > 0
        ? arguments.ChangeId
        : $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{arguments.Change}";
}

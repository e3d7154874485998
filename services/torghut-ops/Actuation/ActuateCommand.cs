using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
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
            typeof(ClusterOptions), typeof(DrillOptions<FailpointNames>))
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
            await OperatorGates.RefuseAsync(
                audit, arguments.IsLive ? Emergency.Action : Actuator.Action, arguments.Reason, arguments.Subject, new(refused.Gate, refused.Message));
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
        if (arguments.Confirmation is { } typed && OperatorGates.First(typed, Actuator.Confirmation, arguments.Reason, audit) is { } gate)
        {
            throw new GitOpsException(gate.Name, gate.Sentence);
        }

        using var running = arguments.Confirmation is null ? null : audit.Begin();
        using var cluster = new ClusterClient(options.Get<ClusterOptions>(), TimeProvider.System);
        var failpoints = new Failpoints(options.Get<DrillOptions<FailpointNames>>(), TimeProvider.System, FailpointNames.Failure);
        var emergency = new Emergency(
            new LiveObjects(cluster, TimeProvider.System), options.Get<ClusterOptions>(), audit, failpoints, TimeProvider.System,
            options.Get<EmergencyOptions>().Recheck, Console.Out.WriteLine);
        if (cluster.IsThere && arguments.Confirmation is not null)
        {
            await emergency.ResolveAsync(cancellationToken);
        }

        if (arguments.IsLive)
        {
            return cluster.IsThere
                ? await ChangeLiveAsync(emergency, arguments, actor, cancellationToken)
                : throw new GitOpsException("cluster", "this is no pod of a cluster, and OPS_KUBECONFIG names none");
        }

        var now = TimeProvider.System.GetUtcNow();
        var gitOps = options.Get<GitOpsOptions>();
        using var repository = GitOpsRepository.Open(gitOps);
        using var requests = options.Get<ActuationOptions>().Api is null ? null : new GitHubPullRequests(options.Get<ActuationOptions>(), gitOps.Token);
        var actuation = new Actuator(gitOps, repository, requests, audit, actor, failpoints);
        if (arguments.Confirmation is not null)
        {
            foreach (var line in await actuation.ResolveAsync(cancellationToken))
            {
                await Console.Out.WriteLineAsync(line);
            }
        }

        return await MakeAsync(actuation, AskedChange.Plan(actuation, arguments, now), arguments, now, cancellationToken);
    }

    private static async Task<int> ChangeLiveAsync(Emergency emergency, ActuateArguments arguments, string actor, CancellationToken cancellationToken)
    {
        if (arguments.RestoreSelfHeal.Length > 0)
        {
            if (arguments.Confirmation is null)
            {
                await emergency.PlanRestoreAsync(arguments.RestoreSelfHeal, cancellationToken);
            }
            else
            {
                await emergency.RestoreAsync(arguments.RestoreSelfHeal, arguments.Reason, cancellationToken);
            }

            return ExitCodes.Success;
        }

        var (procedure, pause) = (AskedChange.ProcedureOf(arguments), TimeSpan.FromMinutes(arguments.PauseMinutes));
        if (arguments.Confirmation is null)
        {
            await emergency.PlanAsync(procedure, pause, cancellationToken);
            return ExitCodes.Success;
        }

        if (await emergency.RunAsync(procedure.Name, actor, arguments.Reason, pause, cancellationToken))
        {
            return ExitCodes.Success;
        }

        await Console.Error.WriteLineAsync("NOT done: the patch was undone, or self-heal is on again. Change the repository instead, without --emergency.");
        return ExitCodes.Software;
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
        await Console.Out.WriteLineAsync(change.Summary);
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
}

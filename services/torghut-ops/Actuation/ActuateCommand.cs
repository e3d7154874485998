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
        using var running = ActuationSteps.Begin(arguments, audit);
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

        await new ActuationSteps(options.Get<GitOpsOptions>(), options.Get<ActuationOptions>(), audit, actor, failpoints, TimeProvider.System)
            .MakeAsync(arguments, answer => Tell(answer, arguments), Console.Out.WriteLine, cancellationToken);
        return ExitCodes.Success;
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

    private static void Tell(ActuationAnswer answer, ActuateArguments arguments)
    {
        switch (answer.State)
        {
            case ActuationAnswer.AsItIs:
                Console.Out.WriteLine($"{answer.File} is so already; nothing was changed.");
                break;
            case ActuationAnswer.Planned:
                Console.Out.WriteLine($"Change {answer.ChangeId}: {answer.Title}");
                Console.Out.WriteLine(answer.Summary);
                Console.Out.Write(answer.Diff);
                Console.Out.WriteLine($"Rollback, once it is merged: {answer.Rollback}");
                if (arguments.Confirmation is null)
                {
                    var id = arguments.Rollback.Length > 0 ? "" : $"--change-id {answer.ChangeId} ";
                    Console.Out.WriteLine($"This is the plan; nothing was changed. To do it: {id}--reason TEXT --confirm {Actuator.Confirmation}");
                }

                break;
            case ActuationAnswer.Pushed:
                Console.Out.WriteLine($"Branch {answer.Branch}, commit {answer.Commit![..12]}");
                break;
            default:
                Console.Out.WriteLine(answer.PullRequest is null
                    ? "No Git host is configured (OPS_GIT_API_URL): open the pull request by hand."
                    : $"Pull request {answer.PullRequest}");
                break;
        }
    }
}

using Torghut.ClickHouse;
using Torghut.Common.Hosting;
using Torghut.Ops.Audit;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replicas;

/// <summary><c>torghut-ops clickhouse restore-replica</c>.</summary>
internal static class ReplicaCommand
{
    /// <summary>A sync waits until what the other replicas have is here.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static ServiceCommand Command { get; } = new(
        "clickhouse", $"Restores replicas of ClickHouse that take no writes; a plan without --apply: {ReplicaArguments.Usage}.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (ReplicaArguments.Parse(context.Arguments) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"Usage: torghut-ops clickhouse {ReplicaArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(TargetOptions), typeof(AuditOptions), typeof(SnapshotOptions)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        var targets = options.Get<TargetOptions>();
        if (targets.ClickHouse is null)
        {
            await Console.Error.WriteLineAsync("TA_CLICKHOUSE_URL is not set.");
            return ExitCodes.Configuration;
        }

        var actor = options.Get<SnapshotOptions>().Operator is { Length: > 0 } named ? named : Environment.UserName;
        var audit = new AuditTrail(options.Get<AuditOptions>(), actor, TimeProvider.System);
        using var client = ClickHouseClient.Create(
            new ClickHouseClientSettings
            {
                Endpoint = targets.ClickHouse,
                User = targets.ClickHouseUser,
                Password = targets.ClickHousePassword,
                Timeout = Timeout,
            },
            TimeProvider.System);
        try
        {
            return await RunAsync(arguments, new ReplicaServer(client), audit, cancellationToken);
        }
        catch (Exception failure) when (failure is ClickHouseException or ReplicaException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{failure.Message} The same command goes on from here.");
            return ExitCodes.Software;
        }
    }

    private static async Task<int> RunAsync(ReplicaArguments arguments, ReplicaServer server, AuditTrail audit, CancellationToken cancellationToken)
    {
        var restore = new ReplicaRestore(server, audit, Console.Out.WriteLine);
        var plan = await restore.PlanAsync(arguments.Table, cancellationToken);
        if (!arguments.Apply)
        {
            await Console.Out.WriteLineAsync(plan.Steps.Count == 0
                ? "Nothing would be done."
                : $"This is the plan; nothing was changed. To do it: --apply --host {plan.Host} --reason TEXT --confirm {ReplicaRestore.Confirmation}");
            return ExitCodes.Success;
        }

        if (restore.Gate(plan, arguments) is { } gate)
        {
            await OperatorGates.RefuseAsync(audit, ReplicaRestore.Action, arguments.Reason, "", gate);
            return ExitCodes.Data;
        }

        using var running = audit.Begin();
        return await restore.ApplyAsync(plan, arguments.Reason, cancellationToken) ? ExitCodes.Success : ExitCodes.Software;
    }
}

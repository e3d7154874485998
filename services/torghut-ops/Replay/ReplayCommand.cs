using System.Text.Json;
using Confluent.Kafka;
using Torghut.ClickHouse;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;
using Torghut.Ops.Kafka;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Replay;

/// <summary><c>torghut-ops ta-replay</c>: recomputes derived data with a fresh consumer group. A plan unless it is told to apply.</summary>
internal static class ReplayCommand
{
    private const int MaxResponseBytes = 1 << 20;

    private static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static ServiceCommand Command { get; } =
        new("ta-replay", $"Plans, applies, verifies or rolls back a replay of TA; a plan without --mode: {ReplayArguments.Usage}.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (ReplayArguments.Parse(context.Arguments) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"Usage: torghut-ops ta-replay {ReplayArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(
            typeof(KafkaTargetOptions), typeof(AuditOptions), typeof(SnapshotOptions), typeof(TargetOptions), typeof(GitOpsOptions), typeof(ReplayOptions),
            typeof(ClusterOptions), typeof(DrillOptions<FailpointNames>)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        if (Missing(options) is { } missing)
        {
            await Console.Error.WriteLineAsync($"{missing} is not set.");
            return ExitCodes.Configuration;
        }

        try
        {
            // Clients of Kafka and Git block.
            return await Task.Run(() => RunAsync(arguments, options, cancellationToken), cancellationToken);
        }
        catch (GitOpsException refused)
        {
            await Console.Error.WriteLineAsync($"Stopped. Gate {refused.Gate}: {refused.Message}. The same command goes on from here.");
            return ExitCodes.Data;
        }
        catch (KafkaException failure)
        {
            await Console.Error.WriteLineAsync($"Kafka: {failure.Error.Reason}");
            return ExitCodes.Software;
        }
        catch (Exception failure) when (failure is ReplayException or ClickHouseException or SchemaSourceException or IOException or UnauthorizedAccessException
            or JsonException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return ExitCodes.Software;
        }
    }

    private static string? Missing(OptionSet options) =>
        options.Get<KafkaTargetOptions>().Bootstrap.Length == 0 ? "KAFKA_BOOTSTRAP"
        : options.Get<TargetOptions>().ClickHouse is null ? "TA_CLICKHOUSE_URL"
        : options.Get<ReplayOptions>().Directory.Length == 0 ? "OPS_REPLAY_DIR"
        : null;

    private static async Task<int> RunAsync(ReplayArguments arguments, OptionSet options, CancellationToken cancellationToken)
    {
        var targets = options.Get<TargetOptions>();
        using var clickHouse = ClickHouseClient.Create(
            new ClickHouseClientSettings
            {
                Endpoint = targets.ClickHouse!,
                User = targets.ClickHouseUser,
                Password = targets.ClickHousePassword,
                Timeout = QueryTimeout,
            },
            TimeProvider.System);
        using var logs = new ReplayLogs(options.Get<KafkaTargetOptions>().Connection, TimeProvider.System);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = HttpTimeout,
            MaxResponseContentBufferSize = MaxResponseBytes,
        };
        using var registry = options.Get<KafkaTargetOptions>().OpenRegistry(TimeProvider.System);
        using var cluster = new ClusterClient(options.Get<ClusterOptions>(), TimeProvider.System);
        using var records = ReplayRecords.Open(options.Get<ReplayOptions>().Directory);
        var actor = options.Get<SnapshotOptions>().Operator is { Length: > 0 } named ? named : Environment.UserName;
        var context = new ReplayContext(
            options.Get<ReplayOptions>(), options.Get<GitOpsOptions>(), targets, logs, new DerivedRows(clickHouse, targets), http, TimeProvider.System,
            arguments.Json ? Console.Error.WriteLine : Console.Out.WriteLine)
        {
            Audit = new AuditTrail(options.Get<AuditOptions>(), actor, TimeProvider.System),
            Actor = actor,
            Failpoints = new Failpoints(options.Get<DrillOptions<FailpointNames>>(), TimeProvider.System, FailpointNames.Failure),
            ClusterOptions = options.Get<ClusterOptions>(),
            Cluster = cluster.IsThere ? cluster : null,
            Schemas = registry,
        };
        using var running = context.Audit.IsKept ? context.Audit.Begin() : null;
        try
        {
            await new ReplayRunner(context, records).ResolveAsync();
            return arguments.Mode switch
            {
                ReplayMode.Plan or ReplayMode.PlanDestructive => await PlanAsync(context, arguments, cancellationToken),
                ReplayMode.Verify => await VerifyAsync(context, records, arguments, cancellationToken),
                ReplayMode.Rollback => await RollbackAsync(context, records, arguments, cancellationToken),
                _ => await ApplyAsync(context, records, arguments, cancellationToken),
            };
        }
        catch (GitOpsException refused) when (arguments.Mode is ReplayMode.Apply or ReplayMode.ApplyDestructive && records.Find(arguments.ReplayId) is null)
        {
            return await RefuseAsync(context, arguments, new(refused.Gate, refused.Message));
        }
    }

    private static async Task<int> PlanAsync(ReplayContext context, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        var plan = await context.PlanAsync(arguments, cancellationToken);
        var gates = plan.Gates(arguments).ToList();
        var steps = plan.Steps(context.Options.Manifest, context.GitOps.Branch, arguments.IsDestructive);
        if (arguments.Json)
        {
            await Console.Out.WriteLineAsync(plan.ToJson(steps, gates, arguments.IsDestructive));
            return gates.Count == 0 ? ExitCodes.Success : ExitCodes.Data;
        }

        context.Say($"Replay {plan.ReplayId}: from {plan.Current.Group} ({plan.Current.OffsetReset}) to {plan.Group} (earliest)");
        context.Say(plan.Window is { } window ? $"Window {ReplayPlan.Text(window.From)} to {ReplayPlan.Text(window.To)}" : "No window");
        context.Say(plan.HasHistory
            ? "The inputs reach back to their first record."
            : "The inputs no longer reach back to their first record: averages begin anew, and only microbars are compared by content.");
        foreach (var step in steps)
        {
            context.Say("  " + step);
        }

        context.Say($"Rollback: {ReplayPlan.RollbackOf(plan.ReplayId, arguments.IsDestructive)}");
        foreach (var gate in gates)
        {
            context.Say($"Gate {gate}.");
        }

        context.Say(gates.Count == 0
            ? "This is the plan; nothing was changed. " + (arguments.IsDestructive
                ? $"To do it: --mode apply-destructive --reason TEXT --ticket REF --confirm {ReplayRunner.Confirmation} "
                    + $"--confirm-destructive {ReplayRunner.DestructiveConfirmation}"
                : $"To do it: --mode apply --reason TEXT --confirm {ReplayRunner.Confirmation}")
            : "It would be refused.");
        return gates.Count == 0 ? ExitCodes.Success : ExitCodes.Data;
    }

    private static async Task<int> ApplyAsync(ReplayContext context, ReplayRecords records, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        var runner = new ReplayRunner(context, records);
        if (runner.Gate(arguments) is { } gate)
        {
            return await RefuseAsync(context, arguments, gate);
        }

        var record = records.Find(arguments.ReplayId);
        if (record is not null)
        {
            if (await runner.ResumeGateAsync(record, arguments, cancellationToken) is { } begun)
            {
                return await RefuseAsync(context, arguments, begun);
            }
        }
        else
        {
            var plan = await context.PlanAsync(arguments, cancellationToken);
            if (plan.Gates(arguments).FirstOrDefault() is { } closed)
            {
                return await RefuseAsync(context, arguments, closed);
            }

            record = runner.Begin(plan, arguments);
        }

        context.Say($"Rollback: {ReplayPlan.RollbackOf(record.ReplayId, record.Destructive)}");
        await runner.ApplyAsync(record, arguments.Reason, cancellationToken);
        context.Say($"The replay runs as {record.Group}. Keep trading paused until this says that it is right:");
        context.Say($"torghut-ops ta-replay --replay-id {record.ReplayId} --mode verify");
        return ExitCodes.Success;
    }

    private static async Task<int> RollbackAsync(ReplayContext context, ReplayRecords records, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        var runner = new ReplayRunner(context, records);
        if (runner.Gate(arguments) is { } gate)
        {
            return await RefuseAsync(context, arguments, gate);
        }

        if (records.Find(arguments.ReplayId) is not { } record)
        {
            return await RefuseAsync(context, arguments, new("record", $"there is no replay {arguments.ReplayId} in OPS_REPLAY_DIR"));
        }

        if (await runner.RollbackGateAsync(record, arguments, cancellationToken) is { } closed)
        {
            return await RefuseAsync(context, arguments, closed);
        }

        await runner.RollbackAsync(record, arguments.Reason, cancellationToken);
        context.Say($"Back at {record.Former.Group} ({record.Former.OffsetReset}), {record.Former.JobState}.");
        return ExitCodes.Success;
    }

    private static async Task<int> VerifyAsync(ReplayContext context, ReplayRecords records, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        if (records.Find(arguments.ReplayId) is not { } record)
        {
            await Console.Error.WriteLineAsync($"Gate record: there is no replay {arguments.ReplayId} in OPS_REPLAY_DIR.");
            return ExitCodes.Data;
        }

        var lines = await new ReplayVerification(context).RunAsync(record, cancellationToken);
        if (arguments.Json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(lines, Json));
        }
        else
        {
            foreach (var line in lines)
            {
                context.Say($"{(line.Holds ? "ok" : "WRONG"),-6}{line.Check,-15}{line.Detail}");
            }
        }

        return lines.All(line => line.Holds) ? ExitCodes.Success : ExitCodes.Data;
    }

    private static async Task<int> RefuseAsync(ReplayContext context, ReplayArguments arguments, Gate gate)
    {
        await OperatorGates.RefuseAsync(context.Audit, ReplayRunner.Action, arguments.Reason, arguments.ReplayId, gate);
        return ExitCodes.Data;
    }
}

using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Audit;
using Torghut.Ops.Drills;
using Torghut.Ops.Kafka;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Schemas;

/// <summary><c>torghut-ops schemas</c>: whether the registry has the contract's schemas. Registering is a plan until it is confirmed.</summary>
internal static class SchemasCommand
{
    public static ServiceCommand Command { get; } = new(
        "schemas", $"Compares the registry with the contract's schemas, or registers what it lacks; a plan without --apply: {SchemaArguments.Usage}.",
        RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (SchemaArguments.Parse(context.Arguments) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"Usage: torghut-ops schemas {SchemaArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(KafkaTargetOptions), typeof(AuditOptions), typeof(SnapshotOptions), typeof(DrillOptions<FailpointNames>))
            is not { } options)
        {
            return ExitCodes.Configuration;
        }

        using var registry = options.Get<KafkaTargetOptions>().OpenRegistry(TimeProvider.System);
        if (registry is null)
        {
            await Console.Error.WriteLineAsync("SCHEMA_REGISTRY_URL is not set.");
            return ExitCodes.Configuration;
        }

        try
        {
            var actor = options.Get<SnapshotOptions>().Operator is { Length: > 0 } named ? named : Environment.UserName;
            var audit = new AuditTrail(options.Get<AuditOptions>(), actor, TimeProvider.System);
            var failpoints = new Failpoints(options.Get<DrillOptions<FailpointNames>>(), TimeProvider.System, FailpointNames.Failure);
            return await RunAsync(arguments, new RegistrySubjects(registry), audit, failpoints, cancellationToken);
        }
        catch (Exception failure) when (failure is SchemaSourceException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return ExitCodes.Software;
        }
    }

    private static async Task<int> RunAsync(
        SchemaArguments arguments, RegistrySubjects subjects, AuditTrail audit, Failpoints failpoints, CancellationToken cancellationToken)
    {
        var plan = await SchemaPlan.MakeAsync(subjects, cancellationToken);
        foreach (var line in plan.Lines)
        {
            await Console.Out.WriteLineAsync(line.ToText());
        }

        if (!arguments.Apply)
        {
            if (arguments.Register)
            {
                await Console.Out.WriteLineAsync(plan.IsComplete
                    ? "Nothing to register."
                    : $"This is the plan; nothing was changed. To do it: --apply --reason TEXT --confirm {SchemaRegistration.Confirmation}");
            }

            return plan.IsComplete ? ExitCodes.Success : ExitCodes.Data;
        }

        var registration = new SchemaRegistration(subjects, audit, failpoints, Console.Out.WriteLine);
        if (registration.Gate(plan, arguments.Reason, arguments.Confirmation) is { } gate)
        {
            await OperatorGates.RefuseAsync(audit, SchemaRegistration.Action, arguments.Reason, "", gate);
            return ExitCodes.Data;
        }

        using var running = audit.Begin();
        await registration.ResolveAsync(plan, cancellationToken);
        await registration.ApplyAsync(plan, arguments.Reason, cancellationToken);
        return ExitCodes.Success;
    }
}

using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ta.Drills;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Repair;

/// <summary><c>torghut-ta state check|repair</c>: the way out for a state that an older build poisoned.</summary>
internal static class StateCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static ServiceCommand Definition { get; } =
        new("state", "Checks and repairs what a group has saved: clocks ahead of their logs, states that cannot be read.", RunAsync);

    private static Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments is ["--help" or "-h"])
        {
            Console.WriteLine(StateArguments.Usage);
            return Task.FromResult(ExitCodes.Success);
        }

        if (StateArguments.Parse(context.Arguments) is not { } arguments)
        {
            Console.Error.WriteLine($"torghut-ta state: '{string.Join(' ', context.Arguments)}' is not understood.\n\n{StateArguments.Usage}");
            return Task.FromResult(ExitCodes.Usage);
        }

        return Task.FromResult(context.ReadOptions(typeof(TaKafkaOptions), typeof(TaComputeOptions), typeof(DrillOptions<FailpointNames>)) is { } options
            ? Run(arguments, options, cancellationToken)
            : ExitCodes.Configuration);
    }

    private static int Run(StateArguments arguments, OptionSet options, CancellationToken cancellationToken)
    {
        var kafka = options.Get<TaKafkaOptions>();
        using var registry = new SchemaRegistrySource(
            new SchemaRegistrySettings { Url = kafka.SchemaRegistryUrl!, UseProxy = false }, TimeProvider.System, NullLogger<SchemaRegistrySource>.Instance);
        var failpoints = new Failpoints(options.Get<DrillOptions<FailpointNames>>(), TimeProvider.System, FailpointNames.Failure);
        var surgery = new StateSurgery(
            new KafkaClients(kafka, NullLogger<KafkaClients>.Instance), options.Get<TaComputeOptions>(), registry, failpoints, TimeProvider.System);
        try
        {
            var report = surgery.Run(arguments.Repair, cancellationToken);
            Console.WriteLine(arguments.Json ? JsonSerializer.Serialize(report, Json) : Describe(report));
            return report.IsSound || report.Repaired ? ExitCodes.Success : ExitCodes.Data;
        }
        catch (Exception exception) when (exception is TaException or KafkaException or SchemaSourceException)
        {
            Console.Error.WriteLine($"torghut-ta state: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    private static string Describe(StateReport report)
    {
        var lines = new List<string>();
        foreach (var partition in report.Partitions)
        {
            lines.AddRange(partition.ClocksAhead.Select(clock => string.Create(
                CultureInfo.InvariantCulture, $"{clock.Topic}/{clock.Partition}: the clock is {clock.SecondsAhead:0.0} s ahead of its log")));
            lines.AddRange(partition.DamagedStates.Select(damaged => $"partition {partition.Partition}: the state of '{damaged.Key}' cannot be read: {damaged.Value}"));
        }

        var verdict = report.IsSound ? "sound" : report.Repaired ? "repaired" : "to be repaired";
        lines.Add($"Group {report.Group}, {report.Partitions.Sum(partition => partition.Symbols)} symbols: {verdict}");
        return string.Join('\n', lines);
    }
}

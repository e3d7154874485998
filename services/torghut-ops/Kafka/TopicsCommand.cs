using Confluent.Kafka;
using Torghut.Common.Hosting;
using Torghut.Contracts.Decoding;

namespace Torghut.Ops.Kafka;

/// <summary><c>torghut-ops topics</c>: records of any topic as JSON lines. It only reads.</summary>
internal static class TopicsCommand
{
    public static ServiceCommand Command { get; } =
        new("topics", $"Prints records of a topic as JSON lines, decoded with the schema registry; changes no position: {TopicArguments.Usage}.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (TopicArguments.Parse(context.Arguments) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"Usage: torghut-ops topics {TopicArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(KafkaTargetOptions))?.Get<KafkaTargetOptions>() is not { } options)
        {
            return ExitCodes.Configuration;
        }

        if (options.Bootstrap.Length == 0)
        {
            await Console.Error.WriteLineAsync("KAFKA_BOOTSTRAP is not set.");
            return ExitCodes.Configuration;
        }

        try
        {
            // The client's calls block.
            return await Task.Run(() => PrintAsync(arguments, options, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Success;
        }
        catch (KafkaException failure)
        {
            await Console.Error.WriteLineAsync($"Kafka: {failure.Error.Reason}");
            return ExitCodes.Software;
        }
        catch (SchemaSourceException failure)
        {
            await Console.Error.WriteLineAsync($"Schema registry: {failure.Message}");
            return ExitCodes.Software;
        }
    }

    private static async Task<int> PrintAsync(TopicArguments arguments, KafkaTargetOptions options, CancellationToken cancellationToken)
    {
        using var registry = options.OpenRegistry(TimeProvider.System);
        using var reader = new TopicReader(options.Connection, arguments.Topic, TimeProvider.System);
        var printer = new RecordPrinter(registry is null ? null : registry.GetSchemaAsync);
        var partitions = reader.Partitions();
        if (partitions.Count == 0 || (arguments.Offset is not null && !partitions.Contains(arguments.Partition)))
        {
            await Console.Error.WriteLineAsync(partitions.Count == 0 ? $"There is no topic {arguments.Topic}." : $"{arguments.Topic} has no partition {arguments.Partition}.");
            return ExitCodes.Data;
        }

        var records = arguments.Offset is { } offset
            ? reader.From(arguments.Partition, offset, arguments.Count, cancellationToken)
            : reader.Last(arguments.Count, cancellationToken);
        foreach (var record in records.Concat(arguments.Follow ? reader.Follow(cancellationToken) : []))
        {
            await Console.Out.WriteLineAsync(await printer.LineAsync(record, cancellationToken));
        }

        return ExitCodes.Success;
    }
}

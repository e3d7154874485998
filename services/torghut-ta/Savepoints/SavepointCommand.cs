using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Ta.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Savepoints;

/// <summary><c>torghut-ta savepoint create|list|restore</c>.</summary>
internal static class SavepointCommand
{
    public static ServiceCommand Definition { get; } =
        new("savepoint", "Keeps a group's offsets and state as a file, lists such files, restores one.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments is ["--help" or "-h"])
        {
            Console.WriteLine(SavepointArguments.Usage);
            return ExitCodes.Success;
        }

        if (SavepointArguments.Parse(context.Arguments, out var problem) is not { } arguments)
        {
            Console.Error.WriteLine($"torghut-ta savepoint: {problem}\n\n{SavepointArguments.Usage}");
            return ExitCodes.Usage;
        }

        // Listing needs no broker, so it does not ask for one's address either.
        Type[] types = arguments.Action == SavepointAction.List
            ? [typeof(SavepointOptions), typeof(DrillOptions<FailpointNames>)]
            : [typeof(SavepointOptions), typeof(DrillOptions<FailpointNames>), typeof(TaKafkaOptions)];
        if (context.ReadOptions(types) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            var failpoints = new Failpoints(options.Get<DrillOptions<FailpointNames>>(), TimeProvider.System, FailpointNames.Failure);
            using var store = SavepointStores.Open(options.Get<SavepointOptions>(), failpoints, TimeProvider.System);
            await RunAsync(arguments, options, store, failpoints, cancellationToken);
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is SavepointException or TaException or KafkaException)
        {
            Console.Error.WriteLine($"torghut-ta savepoint: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    private static async Task RunAsync(SavepointArguments arguments, OptionSet options, ISavepointStore store, Failpoints failpoints,
        CancellationToken cancellationToken)
    {
        switch (arguments.Action)
        {
            case SavepointAction.List:
                await ListAsync(store, cancellationToken);
                break;
            case SavepointAction.Create:
                var taken = new SavepointCapture(Clients(options), failpoints, TimeProvider.System).Take(cancellationToken);
                var name = arguments.Name ?? NameOf(taken);
                var bytes = SavepointFile.Write(taken);
                await store.WriteAsync(name, bytes, cancellationToken);
                Console.WriteLine($"{name}: {Describe(taken)}, {bytes.Length} bytes, in {store.Location}");
                break;
            default:
                var savepoint = SavepointFile.Read(arguments.Name!, await store.ReadAsync(arguments.Name!, cancellationToken));
                new SavepointRestore(Clients(options), failpoints, TimeProvider.System).Run(savepoint, arguments.Replace, cancellationToken);
                Console.WriteLine($"Group {options.Get<TaKafkaOptions>().GroupId} goes on from {arguments.Name}: {Describe(savepoint)}");
                break;
        }
    }

    private static async Task ListAsync(ISavepointStore store, CancellationToken cancellationToken)
    {
        foreach (var name in await store.ListAsync(cancellationToken))
        {
            try
            {
                Console.WriteLine($"{name}: {Describe(SavepointFile.Read(name, await store.ReadAsync(name, cancellationToken)))}");
            }
            catch (SavepointException exception)
            {
                Console.WriteLine($"{name}: UNREADABLE, {exception.Message}");
            }
        }
    }

    private static string Describe(Savepoint savepoint) => string.Create(
        CultureInfo.InvariantCulture,
        $"group {savepoint.Group}, {savepoint.Created:yyyy-MM-dd'T'HH:mm:ss'Z'}, {savepoint.Symbols} symbols, offsets {string.Join(' ', savepoint.Partitions.Select((partition, number) => $"{number}:{partition.Offsets.Trades}/{partition.Offsets.Quotes}/{partition.Offsets.Bars}"))}");

    private static string NameOf(Savepoint savepoint)
    {
        var group = string.Concat(savepoint.Group.Select(character =>
            char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' ? character : '_'));
        return string.Create(CultureInfo.InvariantCulture, $"{group}-{savepoint.Created:yyyyMMdd'T'HHmmss'Z'}");
    }

    private static KafkaClients Clients(OptionSet options) => new(options.Get<TaKafkaOptions>(), NullLogger<KafkaClients>.Instance);
}

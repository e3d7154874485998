using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Hosting;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots.Rendering;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Snapshots;

/// <summary><c>torghut-ops snapshot</c>. Its exit code is the verdict: 0 GREEN, 1 YELLOW, 2 RED.</summary>
internal static class SnapshotCommand
{
    /// <summary>Everything a snapshot needs, in the service and on the command line.</summary>
    public static readonly Type[] OptionTypes = [typeof(TargetOptions), typeof(SnapshotOptions), typeof(SymbolOptions)];

    private const string Usage = "Usage: torghut-ops snapshot [--format md|json|html] [--out DIR]";

    public static ServiceCommand Command { get; } =
        new("snapshot", "Takes a snapshot of the system and prints it; exit code 0 GREEN, 1 YELLOW, 2 RED: [--format md|json|html] [--out DIR].", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!TryParse(context.Arguments, out var format, out var directory))
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(OptionTypes) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(Prometheus.Metrics.NewCustomRegistry())
            .AddSingleton(new OpsOptions());
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        foreach (var (type, instance) in options.All)
        {
            services.AddSingleton(type, instance);
        }

        await using var provider = services.AddSymbols().AddSnapshots().BuildServiceProvider();
        var who = options.Get<SnapshotOptions>().Operator is { Length: > 0 } named ? named : Environment.UserName;
        var snapshot = await provider.GetRequiredService<SnapshotCollector>().TakeAsync(who, cancellationToken);
        var text = format.Render(snapshot);
        if (directory is null)
        {
            await Console.Out.WriteLineAsync(text);
            return (int)snapshot.Verdict;
        }

        Directory.CreateDirectory(directory);
        var file =
            Path.Combine(directory,
            string.Create(CultureInfo.InvariantCulture, $"snapshot-{snapshot.Metadata.CaptureStarted.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format.Name}"));
        await File.WriteAllTextAsync(file, text, cancellationToken);
        await Console.Out.WriteLineAsync(file);
        return (int)snapshot.Verdict;
    }

    private static bool TryParse(IReadOnlyList<string> arguments, out SnapshotFormat format, out string? directory)
    {
        format = SnapshotFormat.Markdown;
        directory = null;
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count)
            {
                return false;
            }

            if (arguments[i] == "--format" && SnapshotFormat.Find(arguments[i + 1]) is { } known)
            {
                format = known;
            }
            else if (arguments[i] == "--out")
            {
                directory = arguments[i + 1];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}

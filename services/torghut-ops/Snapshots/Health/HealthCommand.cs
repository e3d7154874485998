using Torghut.Common.Hosting;

namespace Torghut.Ops.Snapshots.Health;

/// <summary><c>torghut-ops health</c>. Its exit code is 0 healthy, 1 degraded, 2 down.</summary>
internal static class HealthCommand
{
    private const string Usage = "Usage: torghut-ops health [--json]";

    public static ServiceCommand Command { get; } =
        new("health", "Says in a few lines how the system is and what to do next; exit code 0 healthy, 1 degraded, 2 down: [--json].", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments is not ([] or ["--json"]))
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (await CommandLineSnapshot.TakeAsync(context, cancellationToken) is not { } snapshot)
        {
            return ExitCodes.Configuration;
        }

        var report = HealthReport.Of(snapshot);
        await Console.Out.WriteAsync(context.Arguments.Count > 0 ? report.ToJson() : report.ToText());
        return (int)snapshot.Verdict;
    }
}

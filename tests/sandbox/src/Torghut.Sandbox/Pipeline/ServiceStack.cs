using Torghut.Sandbox.Infrastructure;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Pipeline;

/// <summary>
/// Starts the four services from their build output, with the keys that name the sandbox. The schema is brought up to date first, by the job and the role
/// that do it in production.
/// </summary>
internal sealed class ServiceStack(
    Supervisor supervisor, string logDirectory, IReadOnlyDictionary<string, string> environment, DatabaseAddresses? database)
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(15);

    /// <summary>Trading comes up before the forwarder, so that nothing that flows is older than the service that judges it.</summary>
    private static readonly string[] Names = ["ops", "ta", "trading", "ws"];

    /// <exception cref="FileNotFoundException">A service has not been built.</exception>
    /// <exception cref="InvalidOperationException">The schema could not be brought up to date.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database is { HasRoles: true })
        {
            await supervisor.RunAsync(Spec("torghut-migrate", "trading", ["migrate"], "DB_MIGRATION_DSN", database.Owner), cancellationToken);
        }

        foreach (var name in Names)
        {
            await supervisor.StartAsync(
                name == "ops" && database is not null ? Spec("torghut-ops", name, [], "DB_DSN", database.Ops) : Spec($"torghut-{name}", name, []));
        }
    }

    private ChildSpec Spec(string name, string service, IReadOnlyList<string> arguments, string? key = null, string? value = null)
    {
        var own = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        if (service == "ops")
        {
            // As its image says.
            own["MALLOC_ARENA_MAX"] = "2";
        }

        if (key is not null && value is not null)
        {
            own[key] = value;
        }

        return new ChildSpec(name, Executable(service), arguments, own, Path.Combine(logDirectory, name + ".log"), StopGrace);
    }

    private static string Executable(string name)
    {
        // This program stands in tests/sandbox/Torghut.Sandbox/bin/<configuration>/<framework>/; the services' output has the same tail.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = Path.Combine(SourceTree.Root, "services", $"torghut-{name}", "bin", output.Parent!.Name, output.Name, $"torghut-{name}");
        return File.Exists(path) ? path
            : throw new FileNotFoundException($"torghut-{name} has not been built: run build/up, or dotnet build Torghut.sln.", path);
    }
}

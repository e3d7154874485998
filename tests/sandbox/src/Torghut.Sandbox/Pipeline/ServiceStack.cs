using Torghut.Sandbox.Infrastructure;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Starts the four services from their build output, with the keys that name the sandbox.</summary>
internal sealed class ServiceStack(Supervisor supervisor, string logDirectory, IReadOnlyDictionary<string, string> environment)
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(15);

    /// <summary>Trading comes up before the forwarder, so that nothing that flows is older than the service that judges it.</summary>
    private static readonly string[] Names = ["ops", "ta", "trading", "ws"];

    /// <exception cref="FileNotFoundException">A service has not been built.</exception>
    public async Task StartAsync()
    {
        foreach (var name in Names)
        {
            await supervisor.StartAsync(
                new ChildSpec($"torghut-{name}", Executable(name), [], environment, Path.Combine(logDirectory, $"torghut-{name}.log"), StopGrace));
        }
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

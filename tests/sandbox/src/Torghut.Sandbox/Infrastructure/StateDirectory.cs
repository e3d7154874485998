using System.Reflection;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>The services' own files in a run: strategies, universe, local state.</summary>
internal static class StateDirectory
{
    /// <summary>Creates the folder and puts the sandbox's strategies there, unless someone has edited them.</summary>
    public static string Prepare(InfrastructureOptions options)
    {
        var path = Path.Combine(options.DataDirectory, "services");
        Directory.CreateDirectory(path);
        var strategies = Path.Combine(path, "strategies.yaml");
        if (!File.Exists(strategies))
        {
            using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("strategies.yaml")!;
            using var file = File.Create(strategies);
            resource.CopyTo(file);
        }

        return path;
    }
}

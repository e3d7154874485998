using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Published;

/// <summary>
/// Runs a program as the services' base image would (<c>aspnet:10.0-noble-chiseled-extra</c>): a root that holds glibc, libgcc, libstdc++, OpenSSL, time
/// zones, certificates and the .NET
/// runtime, nothing else; nobody can write to it; user 65532. bubblewrap puts it together from this machine's own files, so no image is needed.
/// </summary>
/// <param name="writable">A folder that the program may write to, as a volume would be mounted.</param>
internal sealed class BaseImage(string writable)
{
    private const string User = "65532";
    private const string Runtime = "/usr/share/dotnet";
    private const string Application = "/app";

    /// <summary>What the image has beside .NET, as build/images lists it too. The loader's place is fixed in every program.</summary>
    private static readonly string[] Parts =
        [.. File.ReadLines(Path.Combine(Repository.Root, "build", "lib", "base-image.txt")).Where(line => line.StartsWith('/'))];

    /// <summary>Starts <c>/app/PROGRAM</c>, where /app is <paramref name="published"/>.</summary>
    public ServiceProcess Start(string published, string program, IReadOnlyDictionary<string, string> environment) =>
        Run(published, environment, $"{Application}/{program}");

    private ServiceProcess Run(string published, IReadOnlyDictionary<string, string> environment, string program)
    {
        List<string> arguments = ["--unshare-user", "--unshare-ipc", "--uid", User, "--gid", User, "--die-with-parent", "--clearenv"];
        foreach (var path in Parts)
        {
            ReadOnly(arguments, path, path);
        }

        foreach (var part in new[] { "shared", "host" })
        {
            ReadOnly(arguments, Path.Combine(RuntimeRoot, part), $"{Runtime}/{part}");
        }

        ReadOnly(arguments, published, Application);
        arguments.AddRange(["--bind", writable, writable, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", Application]);
        foreach (var (key, value) in environment.Append(new("DOTNET_EnableDiagnostics", "0")).Append(new("DOTNET_ROOT", Runtime)))
        {
            arguments.AddRange(["--setenv", key, value]);
        }

        arguments.Add(program);
        return ServiceProcess.StartFile("bwrap", new Dictionary<string, string>(), [.. arguments]);
    }

    /// <summary>Where the runtime lies that runs this test: above shared/NAME/VERSION.</summary>
    private static string RuntimeRoot { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    private static void ReadOnly(List<string> arguments, string from, string to) => arguments.AddRange(["--ro-bind", from, to]);
}

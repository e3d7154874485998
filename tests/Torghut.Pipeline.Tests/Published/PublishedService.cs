using System.Diagnostics;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Published;

/// <summary>A service as an image would carry it: what <c>dotnet publish</c> makes of the build under test.</summary>
internal static class PublishedService
{
    public static readonly string[] Names = ["torghut-ws", "torghut-ta", "torghut-trading", "torghut-ops"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Publishes into <paramref name="folder"/> without building again.</summary>
    public static async Task PublishAsync(string service, string folder)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        var publish = new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(Repository.Root, "services", service), "-c", configuration, "--no-build", "-nologo", "-v", "q", "-o", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(publish)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.That(process.ExitCode, Is.Zero, $"{await output}{await errors}");
    }

    /// <summary>Bytes of all files below a folder.</summary>
    public static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Torghut.Sandbox;

/// <summary>Runs a script of tests/interop with Node: an independent public client on the other end of a protocol.</summary>
internal static class NodeInteropClient
{
    /// <summary>Runs the script with one JSON argument and returns the JSON it writes.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message holds what it wrote to its error stream.</exception>
    public static async Task<JsonNode> RunAsync(string script, object argument, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [FindScript(script), JsonSerializer.Serialize(argument)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TORGHUT_PEERS"] = NativeCache.Locate("peers") },
        };
        using Process node = Process.Start(start) ?? throw new InvalidOperationException("node did not start; it has to be on PATH.");
        Task<string> output = node.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = node.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await node.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw;
        }

        if (node.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} ended with {node.ExitCode}: {await errors}");
        }

        return JsonNode.Parse(await output) ?? throw new InvalidOperationException($"{script} wrote nothing.");
    }

    private static string FindScript(string script)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "tests", "interop", script);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"tests/interop/{script} is not above {AppContext.BaseDirectory}.");
    }
}

using System.Diagnostics;
using Torghut.Sandbox;

namespace Torghut.Testing;

/// <summary>Runs a script of tests/interop with node, which puts a public client on the other end of a protocol.</summary>
internal static class NodeInteropClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(180);

    /// <summary>Runs a script that the project copies to <c>interop/</c>; fails the test with the script's words when it fails.</summary>
    /// <returns>What the script wrote to standard output.</returns>
    public static async Task<string> RunAsync(string script, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "interop", script));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TORGHUT_PEERS"] = Path.Combine(NativeCache.Locate("peers"), "node_modules");
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            Assert.That(process.ExitCode, Is.Zero, $"{script} failed: {await errors}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {Timeout}");
        }
    }
}

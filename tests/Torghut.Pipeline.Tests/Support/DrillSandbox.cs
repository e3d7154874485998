using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>A whole sandbox whose processes can be halted, for the time of a drill.</summary>
internal sealed class DrillSandbox : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly ServiceProcess _up;

    private DrillSandbox(string folder)
    {
        Folder = folder;
        EnvironmentFile = Path.Combine(folder, "env");

        // One symbol: what is looked at is the same, and the machine has more left for who looks.
        _up = SandboxProgram.Start(folder, "up", "--symbols", "AAPL", "--data", Path.Combine(folder, "run"), "--env-file", EnvironmentFile);
    }

    public string Folder { get; }

    public string EnvironmentFile { get; }

    public IReadOnlyDictionary<string, string> Keys => SandboxProgram.ReadKeys(EnvironmentFile);

    public static async Task<DrillSandbox> StartAsync()
    {
        var sandbox = new DrillSandbox(SandboxProgram.NewDataDirectory());
        try
        {
            await Eventually.HoldsAsync(
                () => sandbox._up.HasExited || sandbox._up.Output.Contains("The stack is up", StringComparison.Ordinal), "the stack is up", StartTimeout);
            return sandbox._up.HasExited ? throw new InvalidOperationException($"The sandbox ended.\n{sandbox._up.Output}") : sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public int ProcessId(string part)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Keys["OPS_PROCESS_FILE"]));
        return new[] { "infrastructure", "services" }.SelectMany(group => list.RootElement.GetProperty(group).EnumerateArray())
            .Single(row => row.GetProperty("name").GetString() == part).GetProperty("pid").GetInt32();
    }

    public Task HaltAsync(IEnumerable<string> parts) => SignalAsync("STOP", parts);

    public Task GoOnAsync(IEnumerable<string> parts) => SignalAsync("CONT", parts);

    public async ValueTask DisposeAsync()
    {
        await _up.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task SignalAsync(string signal, IEnumerable<string> parts)
    {
        using var kill = Process.Start("kill", ["-" + signal, .. parts.Select(part => ProcessId(part).ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }
}

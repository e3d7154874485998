using System.Diagnostics;
using System.Globalization;

namespace Torghut.Bench;

/// <summary>A server in a child process of its own, so that its CPU time and memory can be told from the client's: this program again, as <c>serve
/// DIRECTORY</c>.</summary>
public sealed class ServerProcess : IDisposable
{
    private const string Ready = "READY ";

    private readonly Process _process;
    private readonly string _directory;

    private ServerProcess(Process process, string directory, string address)
    {
        _process = process;
        _directory = directory;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>What the child runs: says where the server listens and returns when the parent is done, or has died.</summary>
    public static async Task WaitForEndAsync(string address)
    {
        Console.WriteLine(Ready + address);
        await Console.In.ReadToEndAsync();
    }

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("torghut-bench-").FullName;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(directory);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                return new ServerProcess(process, directory, line[Ready.Length..]);
            }
        }

        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>CPU time of the server so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory the server has had resident, in MiB.</summary>
    public double PeakMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}

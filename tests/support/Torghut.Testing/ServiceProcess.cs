using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Torghut.Testing;

/// <summary>A real service binary as a child process, with only the environment that the test gives it.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int KillNow = 9;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(120);
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", "TORGHUT_CACHE", "TORGHUT_DATA", "XDG_CACHE_HOME", "TORGHUT_PEERS",

        // What build/test sets so that many short-lived programs leave the cores to those that have work.
        "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "DOTNET_TieredPGO", "DOTNET_EnableWriteXorExecute", "DOTNET_TC_CallCountingDelayMs",
    ];

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Whether the process stands still after a SIGSTOP.</summary>
    public bool IsStopped
    {
        get
        {
            if (_process.HasExited)
            {
                return false;
            }

            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('T');
        }
    }

    /// <summary>Both output streams so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort() => Sandbox.FreePort.Any();

    /// <summary>Starts <c>services/NAME</c>'s binary.</summary>
    public static ServiceProcess Start(string service, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartFile(Repository.Binary(Path.Combine("services", service), service), environment, arguments);

    /// <summary>Starts any program with nothing but the given environment and what every process needs.</summary>
    public static ServiceProcess StartFile(string file, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // A shell that starts a job in the background has it ignore Ctrl-C, and so would everything below it, these programs included. env becomes the program.
        var info =
            new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        var inherited = Inherited.Select(key => (key, value: Environment.GetEnvironmentVariable(key))).Where(pair => pair.value is not null).ToList();
        info.Environment.Clear();
        foreach (var (key, value) in inherited)
        {
            info.Environment[key] = value;
        }

        foreach (var (key, value) in environment)
        {
            info.Environment[key] = value;
        }

        foreach (var word in new[] { "--default-signal=INT,QUIT,HUP", file }.Concat(arguments))
        {
            info.ArgumentList.Add(word);
        }

        return new ServiceProcess(Process.Start(info) ?? throw new InvalidOperationException($"{file} did not start."));
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? Eventually.Timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process is still running. Its output:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGTERM, and the exit code once it has ended.</summary>
    public async Task<int> StopAsync()
    {
        SendSignal(Terminate);
        return await WaitForExitAsync(StopTimeout);
    }

    /// <summary>SIGKILL: nothing is flushed.</summary>
    public async Task KillAsync()
    {
        SendSignal(KillNow);
        await WaitForExitAsync();
    }

    public void SendSignal(int signal)
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, signal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            SendSignal(Terminate);
            using var limit = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}

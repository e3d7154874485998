using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Postgres.Processes;

/// <summary>A running postgres, or a helper of it, whose output is read line by line.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, ILogger logger)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Take(e.Data, logger);
        process.ErrorDataReceived += (_, e) => Take(e.Data, logger);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public OutputTail Output { get; } = new();

    public static async Task<ServerProcess> StartAsync(LauncherThread launcher, ServerAccount account, string program, IEnumerable<string> arguments,
        ILogger logger)
    {
        // In a session of its own, so that Ctrl-C in the terminal reaches the parent alone, which then stops it in order.
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" },
        };
        foreach (string word in (IEnumerable<string>)["setpriv", "--pdeathsig", "INT", .. account.Arguments, "--", program, .. arguments])
        {
            start.ArgumentList.Add(word);
        }

        return new ServerProcess(await launcher.StartAsync(start), logger);
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Fast shutdown, then an immediate one, then none at all.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        foreach (int signal in (int[])[Libc.Interrupt, Libc.Quit, Libc.Kill])
        {
            if (_process.HasExited)
            {
                break;
            }

            _ = Libc.SendSignal(_process.Id, signal);
            using var limit = new CancellationTokenSource(timeout, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // The next signal is a stronger one.
                continue;
            }
        }
    }

    public void Dispose() => _process.Dispose();

    private void Take(string? line, ILogger logger)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        Output.Add(line);
        Log.ServerSaid(logger, line);
    }
}

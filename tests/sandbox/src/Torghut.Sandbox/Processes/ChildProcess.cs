using System.Diagnostics;

namespace Torghut.Sandbox.Processes;

/// <summary>A running child: its output goes to its log file, and the line that says it is ready can be awaited.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _logging = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;

    private ChildProcess(ChildSpec spec, Process process)
    {
        Spec = spec;
        Id = process.Id;
        _process = process;
        Directory.CreateDirectory(Path.GetDirectoryName(spec.LogFile)!);
        _log = new StreamWriter(new FileStream(spec.LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _output = Task.WhenAll(CopyAsync(process.StandardOutput, isOutput: true), CopyAsync(process.StandardError, isOutput: false));
        Exited = WaitAsync();
    }

    public ChildSpec Spec { get; }

    public int Id { get; }

    /// <summary>Completes with the exit code once the process has ended and its output is in the log.</summary>
    public Task<int> Exited { get; }

    /// <summary>Resident memory, bytes; 0 once it has ended.</summary>
    public long ResidentBytes
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.HasExited ? 0 : _process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                // It ended, or was put away by whoever restarts it, since it was looked up.
                return 0;
            }
        }
    }

    public static async Task<ChildProcess> StartAsync(ChildLauncher launcher, ChildSpec spec)
    {
        var process = await launcher.StartAsync(spec);
        try
        {
            return new ChildProcess(spec, process);
        }
        catch
        {
            // Without its log the child is nobody's; it must not outlive the attempt.
            Signals.Send(process.Id, Signals.Kill);
            process.Dispose();
            throw;
        }
    }

    /// <summary>The address in the line with which the child said that it is ready.</summary>
    /// <exception cref="InvalidOperationException">The process ended before; the message has the end of its log.</exception>
    public async Task<string> ReadyAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_ready.Task, Exited).WaitAsync(cancellationToken);
        return first == _ready.Task
            ? await _ready.Task
            : throw new InvalidOperationException($"{Spec.Name} ended with exit code {await Exited} before it was ready.\n{LogTail.Of(Spec.LogFile)}");
    }

    /// <summary>Asks the process to stop, and kills it when it has not within its grace period.</summary>
    public async Task StopAsync()
    {
        if (Exited.IsCompleted)
        {
            return;
        }

        Signals.Send(Id, Signals.Terminate);
        try
        {
            await Exited.WaitAsync(Spec.StopGrace);
        }
        catch (TimeoutException)
        {
            Signals.Send(Id, Signals.Kill);
            await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        await _output;
        return _process.ExitCode;
    }

    private async Task CopyAsync(StreamReader from, bool isOutput)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_logging)
            {
                _log.WriteLine(line);
            }

            if (isOutput && ReadyLine.TryParse(line, out var address))
            {
                _ready.TrySetResult(address);
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Torghut.Sandbox.Processes;

/// <summary>
/// Starts processes that cannot outlive this one. The kernel sends a child its parent-death signal when the <em>thread</em> that forked it
/// ends, so all forks happen on one thread that lives as long as the process.
/// </summary>
internal sealed class ChildLauncher : IDisposable
{
    private readonly BlockingCollection<Action> _requests = [];
    private readonly Thread _thread;

    public ChildLauncher()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "child launcher" };
        _thread.Start();
    }

    /// <summary>Starts the process in a session of its own, so that Ctrl-C in the terminal reaches this process alone and children stop in order.</summary>
    /// <exception cref="InvalidOperationException">The process could not be started.</exception>
    public Task<Process> StartAsync(ChildSpec spec)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(StartInfo(spec)) ?? throw new InvalidOperationException($"{spec.Name} did not start."));
            }
            catch (Exception exception)
            {
                started.SetException(new InvalidOperationException($"{spec.Name} could not be started: {exception.Message}", exception));
            }
        });
        return started.Task;
    }

    public void Dispose() => _requests.CompleteAdding();

    private static ProcessStartInfo StartInfo(ChildSpec spec)
    {
        var info = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in new[] { "setpriv", "--pdeathsig", "TERM", "--", spec.FileName }.Concat(spec.Arguments))
        {
            info.ArgumentList.Add(word);
        }

        foreach (var (key, value) in spec.Environment)
        {
            info.Environment[key] = value;
        }

        return info;
    }

    private void Run()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            request();
        }
    }
}

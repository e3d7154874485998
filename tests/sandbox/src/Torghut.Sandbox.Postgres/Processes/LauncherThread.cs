using System.Collections.Concurrent;
using System.Diagnostics;

namespace Torghut.Sandbox.Postgres.Processes;

/// <summary>
/// A thread that starts processes and then lives on. The kernel signals a child of its parent's death when the thread that started it ends,
/// not the process, so that a thread of the pool must not start them.
/// </summary>
internal sealed class LauncherThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private bool _ended;

    public LauncherThread() => new Thread(Run) { IsBackground = true, Name = "postgres launcher" }.Start();

    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."));
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread, and with it the children that are left.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _ended, true))
        {
            _work.CompleteAdding();
        }
    }

    private void Run()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
        {
            work();
        }

        _work.Dispose();
    }
}

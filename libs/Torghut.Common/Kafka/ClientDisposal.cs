using System.Collections.Concurrent;

namespace Torghut.Common.Kafka;

/// <summary>Gives clients back without waiting for one that does not return.</summary>
public static class ClientDisposal
{
    /// <summary>Of the whole process, as the native library is.</summary>
    private static readonly ConcurrentDictionary<Task, byte> UnderWay = new();

    /// <summary>
    /// Lets the client go on its own thread, which nobody waits for: what it has is either committed or to be dropped. A client with a call under way goes
    /// when that returns, if it ever does.
    /// </summary>
    public static void Of(IDisposable client, CallGuard guard)
    {
        var disposal = guard.EndWithAsync(client.Dispose);
        UnderWay[disposal] = 0;
        _ = disposal.ContinueWith(ended => UnderWay.TryRemove(ended, out _), TaskScheduler.Default);
    }

    /// <summary>
    /// Waits for clients that are being let go, for the end of a process: its last step tears down what the threads of a native client still use, and one that
    /// is in the middle of its own end then ends the process with a signal.
    /// </summary>
    /// <param name="atMost">A client that does not return is not waited for longer.</param>
    /// <param name="time">Measures that.</param>
    /// <returns>Whether all are gone.</returns>
    public static async Task<bool> WaitForAllAsync(TimeSpan atMost, TimeProvider time)
    {
        try
        {
            await Task.WhenAll(UnderWay.Keys).WaitAsync(atMost, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

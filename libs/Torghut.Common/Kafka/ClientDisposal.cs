namespace Torghut.Common.Kafka;

/// <summary>Gives clients back without waiting for one that does not return.</summary>
public static class ClientDisposal
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Lets the client go on its own thread, which nobody waits for: what it has is either committed or to be dropped. A client with a call under way goes
    /// when that returns, if it ever does.
    /// </summary>
    public static void Of(IDisposable client, CallGuard guard)
    {
        if (guard.IsBusy)
        {
            return;
        }

        guard.Begin(nameof(IDisposable.Dispose), Limit, client.Dispose);
        guard.Dispose();
    }
}

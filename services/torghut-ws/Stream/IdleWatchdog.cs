using Torghut.Alpaca.Streaming;
using Torghut.Ws.Health;

namespace Torghut.Ws.Stream;

/// <summary>Tells when no data is received, and ends a connection on which that lasts: sockets have gone silent without closing.</summary>
internal sealed class IdleWatchdog(IdleTimeoutPolicy policy, ForwarderHealth health, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _receivedAt = time.GetTimestamp();

    /// <summary>Data arrived, or reading paused on purpose.</summary>
    public void Received() => Volatile.Write(ref _receivedAt, time.GetTimestamp());

    /// <exception cref="AlpacaStreamException">Nothing was received for too long.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Received();
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, cancellationToken);
                Look();
            }
        }
        finally
        {
            health.IsSilent = false;
        }
    }

    private void Look()
    {
        if (!policy.Applies(time.GetUtcNow()))
        {
            // The silence of a closed market is not held against the socket once it opens.
            Received();
        }

        var silence = time.GetElapsedTime(Volatile.Read(ref _receivedAt));
        health.IsSilent = silence >= policy.ReadyLimit;
        if (silence >= policy.Limit)
        {
            throw new AlpacaStreamException($"Nothing was received for {policy.Limit.TotalSeconds} s.")
            {
                Kind = AlpacaStreamErrorKind.Silent,
                IsTransient = true,
            };
        }
    }
}

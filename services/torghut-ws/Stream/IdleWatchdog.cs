using Torghut.Alpaca.Streaming;

namespace Torghut.Ws.Stream;

/// <summary>Ends a connection on which no data is received: sockets have gone silent without closing.</summary>
internal sealed class IdleWatchdog(IdleTimeoutPolicy policy, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _receivedAt = time.GetTimestamp();

    /// <summary>Data arrived, or reading paused on purpose.</summary>
    public void Received() => Volatile.Write(ref _receivedAt, time.GetTimestamp());

    /// <exception cref="AlpacaStreamException">Nothing was received for too long.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Received();
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            if (!policy.Applies(time.GetUtcNow()))
            {
                // The silence of a closed market is not held against the socket once it opens.
                Received();
            }
            else if (time.GetElapsedTime(Volatile.Read(ref _receivedAt)) >= policy.Limit)
            {
                throw new AlpacaStreamException($"Nothing was received for {policy.Limit.TotalSeconds} s.")
                {
                    Kind = AlpacaStreamErrorKind.Silent,
                    IsTransient = true,
                };
            }
        }
    }
}

using Torghut.Alpaca.Streaming;

namespace Torghut.Ws.Stream;

/// <summary>Ends a connection on which nothing is heard: sockets have gone mute without closing.</summary>
internal sealed class SilenceWatch(SilenceRule rule, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _heardAt = time.GetTimestamp();

    /// <summary>Data arrived, or reading paused on purpose.</summary>
    public void Heard() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    /// <exception cref="AlpacaStreamException">Nothing was heard for too long.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Heard();
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            if (!rule.Applies(time.GetUtcNow()))
            {
                // The silence of a closed market is not held against the socket once it opens.
                Heard();
            }
            else if (time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= rule.Limit)
            {
                throw new AlpacaStreamException($"Nothing was heard for {rule.Limit.TotalSeconds} s.") { Kind = AlpacaStreamErrorKind.Silent, IsTransient = true };
            }
        }
    }
}

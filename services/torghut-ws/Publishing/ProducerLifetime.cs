using Torghut.Ws.Observability;
using Torghut.Ws.Status;

namespace Torghut.Ws.Publishing;

/// <summary>Registered first, so that it stops last: everything that publishes has ended when it says goodbye and flushes.</summary>
internal sealed class ProducerLifetime(IRecordProducer producer, StatusPublisher status, ILogger<ProducerLifetime> logger) : IHostedService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        status.Publish(ForwarderStates.Reconnect, StatusReasons.Stopping, null, 0);
        var flushing = Task.Run(() => producer.Flush(cancellationToken), CancellationToken.None);
        await Task.WhenAny(flushing, GraceAsync(cancellationToken));

        // A flush that does not return has not flushed.
        var left = flushing.IsCompletedSuccessfully ? flushing.Result : producer.InFlight;
        if (left > 0)
        {
            WsLog.FlushIncomplete(logger, left);
        }
        else
        {
            WsLog.Flushed(logger);
        }
    }

    /// <summary>Ends a moment after the token, with which the flush itself ends.</summary>
    private static async Task GraceAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Grace, CancellationToken.None);
    }
}

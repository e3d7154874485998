using Torghut.Ws.Observability;
using Torghut.Ws.Status;

namespace Torghut.Ws.Publishing;

/// <summary>Registered first, so that it stops last: everything that publishes has ended when it says goodbye and flushes.</summary>
internal sealed class ProducerLifetime(IRecordProducer producer, StatusPublisher status, ILogger<ProducerLifetime> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        status.Publish(ForwarderStates.Reconnect, StatusReasons.Stopping, null, 0);
        var left = await Task.Run(() => producer.Flush(cancellationToken), CancellationToken.None);
        if (left > 0)
        {
            WsLog.FlushIncomplete(logger, left);
        }
        else
        {
            WsLog.Flushed(logger);
        }
    }
}

using Torghut.Ws.Health;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Status;

/// <summary>Says regularly how the forwarder is.</summary>
internal sealed class StatusHeartbeat(
    StatusOptions options, PublishingStart start, StatusPublisher status, ForwarderHealth health, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.Publisher.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Heartbeat, time);
        do
        {
            var report = health.Current;
            if (report.Ready)
            {
                status.Publish(ForwarderStates.Healthy, null, null, 0);
            }
            else
            {
                status.Publish(ForwarderStates.Error, StatusReasons.NotReady, report.ErrorClass, 0);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

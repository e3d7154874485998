using Torghut.Common.Kafka;
using Torghut.Ws.Health;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Status;

/// <summary>Says regularly how the forwarder is, and declares records that Kafka finally did not take once it takes records again.</summary>
internal sealed class StatusHeartbeat(
    StatusOptions options, PublisherBootstrap start, StatusPublisher status, ForwarderHealth health, KafkaHealth kafka, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.Publisher.WaitAsync(stoppingToken);
        var declared = 0L;
        using var timer = new PeriodicTimer(options.Heartbeat, time);
        do
        {
            var report = health.Current;
            var lost = kafka.Failures;
            if (lost > declared && kafka.State.Holds)
            {
                status.Publish(ForwarderStates.Error, StatusReasons.ProduceFailed, KafkaErrorClass.Produce, 0);
                declared = lost;
            }

            if (report.Ready)
            {
                status.Publish(ForwarderStates.Healthy, null, null, 0);
            }
            else
            {
                status.Publish(ForwarderStates.Error, report.Degradation ?? StatusReasons.NotReady, report.ErrorClass, 0);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

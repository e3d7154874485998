using Torghut.Ws.Observability;

namespace Torghut.Ws.Health;

/// <summary>Looks at readiness regularly, so that its gauges and the time without it are right between probes.</summary>
internal sealed class ReadinessGauges(ForwarderHealth health, WsMetrics metrics, TimeProvider time, ILogger<ReadinessGauges> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool? wasReady = null;
        string? wasClass = null;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var report = health.Current;
            metrics.Readiness(report);
            if (report.Ready != wasReady || report.ErrorClass != wasClass)
            {
                WsLog.ReadinessChanged(logger, report.Ready, report.ErrorClass ?? "none");
            }

            (wasReady, wasClass) = (report.Ready, report.ErrorClass);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

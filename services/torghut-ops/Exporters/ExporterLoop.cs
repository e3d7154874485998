using Torghut.Common.Hosting;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Exporters;

/// <summary>Looks at everything again and again, so that alerts need no one who asks for snapshots.</summary>
internal sealed class ExporterLoop(
    SnapshotCollector collector, ExporterMetrics metrics, KafkaMetrics kafka, AdvisoryGuardrailMetrics advisory, ExporterOptions options,
    TimeProvider time) : IServiceLoop
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        do
        {
            var (facts, clock) = await collector.LookAsync(cancellationToken);
            metrics.Show(facts, clock);
            kafka.Show(facts);
            advisory.Show(facts);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}

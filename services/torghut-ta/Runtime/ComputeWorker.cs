using Torghut.Common.Resilience;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Status;

namespace Torghut.Ta.Runtime;

/// <summary>Keeps a <see cref="ComputeLoop"/> alive: after a failure a new one starts from the last commit, later each time.</summary>
internal sealed class ComputeWorker(
    IServiceProvider services, TaKafkaOptions kafka, TaState state, ILogger<ComputeWorker> logger) : BackgroundService
{
    private readonly FullJitterBackoff _backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10), Random.Shared);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (state.JobState == JobState.Suspended)
        {
            TaLog.Suspended(logger);
            return Task.CompletedTask;
        }

        TaLog.ComputeStarting(logger, kafka.GroupId, kafka.DeliveryGuarantee.ToString());
        return Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var loop = ActivatorUtilities.CreateInstance<ComputeLoop>(services);
            try
            {
                loop.Run(cancellationToken);
                TaLog.ComputeStopped(logger);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // Whatever was not committed is done again by the next owner.
                return;
            }
            catch (Exception exception) when (exception is not TaException { IsTransient: false })
            {
                failures = loop.Worked ? 1 : failures + 1;
                var delay = _backoff.Next(failures);
                var errorClass = ErrorClass.Of(exception);
                state.Compute = state.Compute with { Joined = false, ErrorClass = errorClass };
                TaLog.ComputeFailed(logger, exception, errorClass, (long)delay.TotalMilliseconds);
                cancellationToken.WaitHandle.WaitOne(delay);
            }
        }
    }
}

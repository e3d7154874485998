using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Common.Resilience;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Status;

namespace Torghut.Ta.Runtime;

/// <summary>Keeps a <see cref="ComputeLoop"/> alive: after a failure a new one starts from the last commit, later each time.</summary>
internal sealed class ComputeWorker(
    IServiceProvider services, TaKafkaOptions kafka, TaState state, ClientGuards guards, ILogger<ComputeWorker> logger)
    : BackgroundService
{
    /// <summary>Short enough to be back soon after the brokers are.</summary>
    private readonly FullJitterBackoff _backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(3), Random.Shared);

    private readonly SessionGuards _guards = new(guards.OverdueCalls, guards.Pulses.Add("compute", LoopPulse.StillFor), guards.Time);

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
            using var loop = ActivatorUtilities.CreateInstance<ComputeLoop>(services, _guards);
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
                if (exception is CallOverdueException overdue)
                {
                    _guards.OverdueCalls.Report(overdue);
                }

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

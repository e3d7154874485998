using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Runtime;
using Torghut.Ta.Status;

namespace Torghut.Ta.Sink;

/// <summary>Keeps a <see cref="SinkLoop"/> alive, apart from compute: neither waits for the other.</summary>
internal sealed class SinkWorker(
    IServiceProvider services, TaSinkOptions options, TaKafkaOptions kafka, TaState state, SinkHealth health, ClientGuards guards,
    ILogger<SinkWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly SessionGuards _guards = new(guards.OverdueCalls, guards.Pulses.Add("sink", LoopPulse.StillFor), guards.Time);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Url is null || state.JobState == JobState.Suspended)
        {
            return Task.CompletedTask;
        }

        if (options.State == SinkState.Paused)
        {
            health.Pause(SinkSnapshot.ByConfiguration);
            return Task.CompletedTask;
        }

        TaLog.SinkStarting(logger, options.Database, kafka.GroupId + "-sink");
        health.Resume();
        return Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var loop = ActivatorUtilities.CreateInstance<SinkLoop>(services, _guards);
                loop.Run(cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // What was not committed is read again and stored under the same keys.
                return;
            }
            catch (Exception exception)
            {
                if (exception is CallOverdueException overdue)
                {
                    _guards.OverdueCalls.Report(overdue);
                }

                if (exception is TaException { ErrorClass: ErrorClass.BeyondLog })
                {
                    health.Pause(ErrorClass.BeyondLog);
                }

                TaLog.SinkFailed(logger, exception, ErrorClass.Of(exception), (long)Delay.TotalMilliseconds);
                cancellationToken.WaitHandle.WaitOne(Delay);
            }
        }
    }
}

using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka;

/// <summary>What happens by time: session and transaction time-outs, retention, compaction, flushing.</summary>
internal sealed class BackgroundWork(
    KafkaBrokerOptions options,
    BrokerStorage storage,
    GroupCoordinator groups,
    TransactionCoordinator transactions,
    ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan TimeoutResolution = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];

    public void Start()
    {
        _loops.Add(RunAsync(TimeoutResolution, () =>
        {
            groups.Tick();
            transactions.Tick();
        }));
        _loops.Add(RunAsync(options.MaintenanceInterval, storage.Maintain));
        if (options.Fsync.Mode == FsyncMode.Interval)
        {
            _loops.Add(RunAsync(options.Fsync.Interval, storage.Flush));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(TimeSpan interval, Action action)
    {
        using var timer = new PeriodicTimer(interval, options.Time);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false);
                action();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                BrokerEvents.BackgroundFailed(logger, e);
            }
        }
    }
}

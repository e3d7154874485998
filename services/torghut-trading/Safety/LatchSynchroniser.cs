using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Safety;

/// <summary>
/// Stores what was said of the latches as soon as Postgres can be reached, and learns what other instances were told, also on an instance that waits for the
/// lease.
/// </summary>
internal sealed class LatchSynchroniser(SafetyLatches latches, TimeProvider time, ILogger<LatchSynchroniser> logger) : IServiceLoop
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failing = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = latches.WhenChangedAsync();
            try
            {
                await latches.SynchroniseAsync(cancellationToken);
                failing = false;
            }
            catch (Exception down) when (down is NpgsqlException or TimeoutException)
            {
                if (!failing)
                {
                    TradingLog.LatchNotPersisted(logger, down.Message);
                }

                failing = true;
            }

            await Task.WhenAny(changed, Task.Delay(Interval, time, cancellationToken));
        }
    }
}

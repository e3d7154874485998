using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Reads the circuits from where they are stored, when the service starts and again and again: one that was open before a restart is open after it, and a
/// cool-down ends whether or not anybody is asked.
/// </summary>
internal sealed class CircuitReader(
    IReviewLedger ledger, SwitchOptions switches, AdvisoryStatus status, TimeProvider time, ILogger<CircuitReader> logger) : IServiceLoop
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                status.Saw(await ledger.CircuitsAsync(switches.AccountLabel, cancellationToken));
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                TradingLog.CircuitsNotRead(logger, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}

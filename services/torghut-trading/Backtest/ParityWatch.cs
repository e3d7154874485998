using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Backtest;

/// <summary>Shows as metrics what <c>reconcile-live --record</c> found, which runs at night in a pod of its own.</summary>
internal sealed class ParityWatch(
    ParityStore store, SwitchOptions switches, TradingGauges gauges, TimeProvider time, ILogger<ParityWatch> logger) : IServiceLoop
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                TradingLog.ParityNotRead(logger, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(switches.AccountLabel, cancellationToken) is { } found)
        {
            gauges.Parity = new ParityView(found.Mismatches, found.Unknown, found.Newest);
        }
    }
}

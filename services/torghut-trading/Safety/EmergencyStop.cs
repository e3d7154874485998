using System.Threading.Channels;
using Torghut.Common.Drills;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Safety;

/// <summary>
/// Stops everything: latches, then cancels every order at the broker with its own client until the book was seen empty twice and no request of ours can reach
/// it any more. A failed attempt is repeated and raised, never counted as nothing to cancel. Engaged at start, it cancels again: the process may have been
/// killed in between. So it does when an order of ours turns up while it is engaged, and when another instance was ordered to stop.
/// </summary>
internal sealed class EmergencyStop(
    SafetyLatches latches, StopBroker broker, InFlightOrders flights, Failpoints failpoints, TradingMetrics metrics, TimeProvider time,
    ILogger<EmergencyStop> logger)
    : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);

    private readonly Channel<long> _massCancels = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>How the last mass cancel stands.</summary>
    public MassCancelStatus LastMassCancel { get; private set; } = new("none", null, null);

    /// <summary>Latches and starts the mass cancel; returns when the latch is as persistent as it can be now.</summary>
    public async Task EngageAsync(string reason, string actor, CancellationToken cancellationToken)
    {
        var engaged = time.GetTimestamp();

        // The latch is in memory and on disk before the first await inside returns; the mass cancel must not wait for Postgres.
        var latching = latches.EngageEmergencyStopAsync(reason, actor, cancellationToken);
        await failpoints.HitAsync(FailpointNames.LatchWritten);
        _massCancels.Writer.TryWrite(engaged);
        await latching;
    }

    /// <summary>Cancels again if the stop is engaged: something was seen that the last mass cancel cannot have met.</summary>
    public void MassCancelAgain()
    {
        if (latches.EmergencyStop)
        {
            _massCancels.Writer.TryWrite(time.GetTimestamp());
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        latches.LearntOfStop = MassCancelAgain;
        MassCancelAgain();
        await foreach (var engaged in _massCancels.Reader.ReadAllAsync(stoppingToken))
        {
            await MassCancelAsync(engaged, stoppingToken);
        }
    }

    private async Task MassCancelAsync(long engaged, CancellationToken cancellationToken)
    {
        LastMassCancel = new MassCancelStatus("cancelling", null, null);
        var empty = 0;
        var sent = false;
        while (empty < 2 || flights.MayStillArrive)
        {
            if (!latches.EmergencyStop)
            {
                LastMassCancel = new MassCancelStatus("released", null, null);
                return;
            }

            try
            {
                if (!sent)
                {
                    metrics.CancelSent(time.GetElapsedTime(engaged));
                }

                sent = true;
                var failed = empty == 0 ? await failpoints.DuringAsync(FailpointNames.CancelAllSent, broker.Broker.CancelAllAsync(cancellationToken)) : 0;
                if (failed > 0)
                {
                    Failed($"{failed} orders could not be cancelled");
                }

                empty = (await broker.Broker.ListOpenAsync(cancellationToken)).Count == 0 ? empty + 1 : 0;
            }
            catch (BrokerException failure)
            {
                empty = 0;
                Failed(failure.Message);
            }

            if (empty < 2 || flights.MayStillArrive)
            {
                await Task.Delay(Retry, time, cancellationToken);
            }
        }

        var elapsed = time.GetElapsedTime(engaged);
        LastMassCancel = new MassCancelStatus("book_empty", elapsed, null);
        TradingLog.BookEmpty(logger, (long)elapsed.TotalMilliseconds);
    }

    private void Failed(string reason)
    {
        metrics.CancelFailed();
        LastMassCancel = new MassCancelStatus("failing", null, reason);
        TradingLog.CancelAllFailed(logger, reason);
    }
}

/// <summary>A broker of its own, with short time-outs, so that a stop never queues behind orders.</summary>
internal sealed record StopBroker(IBroker Broker);

/// <param name="State"><c>none</c>, <c>cancelling</c>, <c>failing</c>, <c>released</c> or <c>book_empty</c>.</param>
/// <param name="Elapsed">From the latch until the book was empty.</param>
/// <param name="Fault">Why the last attempt failed.</param>
internal sealed record MassCancelStatus(string State, TimeSpan? Elapsed, string? Fault);

using System.Threading.Channels;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Safety;

/// <summary>
/// Stops everything: latches, then cancels every order at the broker with its own client until the book was seen empty twice and no request of ours can reach
/// it any more. A failed attempt is repeated and raised, never counted as nothing to cancel; so is one that the broker acknowledges while its orders stay
/// open. Engaged at start, it cancels again: the process may have been killed in between. So it does when an order of ours turns up while it is engaged, and
/// when another instance was ordered to stop.
/// </summary>
internal sealed class EmergencyStop(
    SafetyLatches latches, StopBroker broker, InFlightOrders flights, Failpoints failpoints, TradingMetrics metrics, TradingGauges gauges, TimeProvider time,
    ILogger<EmergencyStop> logger)
    : IServiceLoop
{
    /// <summary>A broker in order has emptied the book by then.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Channel<long?> _massCancels = Channel.CreateBounded<long?>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private MassCancelStatus _lastMassCancel = new("none", null, null);
    private Task<bool>? _news;

    /// <summary>How the last mass cancel stands.</summary>
    public MassCancelStatus LastMassCancel
    {
        get => _lastMassCancel;
        private set
        {
            _lastMassCancel = value;
            gauges.MassCancelFailing = value.State == MassCancelStatus.Failing;
        }
    }

    /// <summary>Latches and starts the mass cancel; waits for nothing but the local disk.</summary>
    public async Task EngageAsync(string reason, string actor)
    {
        var engaged = time.GetTimestamp();
        var isNew = latches.Engage(Latch.EmergencyStop, reason, actor);
        await failpoints.HitAsync(FailpointNames.LatchWritten);
        _massCancels.Writer.TryWrite(isNew ? engaged : null);
    }

    /// <summary>Cancels again if the stop is engaged: something was seen that the last mass cancel cannot have met.</summary>
    public void MassCancelAgain()
    {
        if (latches.EmergencyStop)
        {
            _massCancels.Writer.TryWrite(null);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        latches.LearntOfStop = MassCancelAgain;
        MassCancelAgain();
        await foreach (var engaged in _massCancels.Reader.ReadAllAsync(cancellationToken))
        {
            LastMassCancel = new MassCancelStatus(MassCancelStatus.Cancelling, null, null);
            await MassCancelAsync(engaged, cancellationToken);
        }
    }

    /// <param name="engaged">When the stop was engaged that nothing was cancelled for yet; null for another round.</param>
    /// <param name="cancellationToken">Ends the service.</param>
    private async Task MassCancelAsync(long? engaged, CancellationToken cancellationToken)
    {
        var began = engaged ?? time.GetTimestamp();
        if (engaged is not null)
        {
            metrics.CancelSent(time.GetElapsedTime(began));
        }

        var (empty, pause) = (0, FirstPause);
        while (latches.EmergencyStop)
        {
            empty = await IsBookEmptyAsync(cancel: empty == 0, late: time.GetElapsedTime(began) >= Limit, cancellationToken) ? empty + 1 : 0;
            if (empty >= 2 && !flights.MayStillArrive)
            {
                var elapsed = time.GetElapsedTime(began);
                LastMassCancel = new MassCancelStatus(MassCancelStatus.BookEmpty, elapsed, null);
                TradingLog.BookEmpty(logger, (long)elapsed.TotalMilliseconds);
                return;
            }

            pause = empty > 0 || time.GetElapsedTime(began) < Limit ? FirstPause : Min(pause * 2, LongestPause);
            if (await IsNewsAsync(pause, cancellationToken))
            {
                (began, pause) = (time.GetTimestamp(), FirstPause);
            }
        }

        LastMassCancel = new MassCancelStatus(MassCancelStatus.Released, null, null);
    }

    /// <summary>Cancels everything and looks at the book once.</summary>
    private async Task<bool> IsBookEmptyAsync(bool cancel, bool late, CancellationToken cancellationToken)
    {
        try
        {
            var failed = cancel ? await failpoints.DuringAsync(FailpointNames.CancelAllSent, broker.Broker.CancelAllAsync(cancellationToken)) : 0;
            if (failed > 0)
            {
                Failed($"{failed} orders could not be cancelled");
            }

            var open = (await broker.Broker.ListOpenAsync(cancellationToken)).Total;
            if (open > 0 && failed == 0 && late)
            {
                Failed($"{open} orders stay open though the broker acknowledged that they are cancelled");
            }

            return open == 0;
        }
        catch (BrokerException failure)
        {
            Failed(failure.Message);
            return false;
        }
    }

    /// <summary>Waits, but not when there is a reason to cancel again.</summary>
    private async Task<bool> IsNewsAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        _news ??= _massCancels.Reader.WaitToReadAsync(cancellationToken).AsTask();
        await Task.WhenAny(_news, Task.Delay(pause, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (!_news.IsCompleted)
        {
            return false;
        }

        _news = null;
        return _massCancels.Reader.TryRead(out _);
    }

    private void Failed(string reason)
    {
        metrics.CancelFailed();
        LastMassCancel = new MassCancelStatus(MassCancelStatus.Failing, null, reason);
        TradingLog.CancelAllFailed(logger, reason);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

/// <summary>A broker of its own, with short time-outs, so that a stop never queues behind orders.</summary>
internal sealed record StopBroker(IBroker Broker);

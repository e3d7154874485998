using Torghut.Trading.Execution;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Loop;

/// <summary>What is counted and shown of the signals of a tick, or of their absence.</summary>
internal sealed class SignalCounters(LoopStatus status, TradingMetrics metrics, TradingGauges gauges)
{
    public void Read(SignalBatch batch, MarketClock clock)
    {
        var newest = batch.Forward.Count > 0 ? batch.Forward[^1].EventTs : batch.Late[^1].EventTs;
        metrics.Signals(batch.Forward.Count + batch.Late.Count);
        metrics.LateSignals(batch.Late.Count);
        gauges.SignalLagSeconds = (clock.Now - newest).TotalSeconds;
        status.Read(batch.Forward.Count + batch.Late.Count, batch.Late.Count, newest);
    }

    /// <param name="reason">One of <see cref="NoSignalReasons"/>.</param>
    /// <param name="newest">Event time of the newest signal of the look-back; null when there is none.</param>
    /// <param name="clock">Market time.</param>
    public void None(string reason, DateTimeOffset? newest, MarketClock clock)
    {
        metrics.NoSignal(reason);
        status.NoSignals(reason);
        if (newest is { } last)
        {
            gauges.SignalLagSeconds = (clock.Now - last).TotalSeconds;
        }
    }
}

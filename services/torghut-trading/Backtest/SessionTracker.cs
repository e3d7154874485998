using Torghut.Contracts.Time;
using Torghut.Trading.Execution;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>The market's clock along event time. It is asked for anew only where a session begins or ends.</summary>
internal sealed class SessionTracker(SimulationHours hours)
{
    private MarketClock? _clock;
    private long _from;
    private long _until;

    /// <summary>The clock at an instant; it stands still until the next one.</summary>
    public MarketClock ClockAt(DateTimeOffset now)
    {
        Look(Nanos.Of(now));
        return hours == SimulationHours.Always
            ? new MarketClock(now, true, now, now + TimeSpan.FromDays(1), StandsStill: true)
            : _clock! with { Now = now };
    }

    /// <summary>Whether the market is open at an instant, nanoseconds since the Unix epoch.</summary>
    public bool IsOpen(long nanos)
    {
        Look(nanos);
        return hours == SimulationHours.Always || _clock!.IsOpen;
    }

    /// <summary>Orders of a day end with its session; null where sessions never end.</summary>
    public DateTimeOffset? LastClose(DateTimeOffset now) => hours == SimulationHours.Always ? null : MarketSessions.LastClose(now);

    private void Look(long nanos)
    {
        if (_clock is not null && nanos >= _from && nanos < _until)
        {
            return;
        }

        var clock = MarketSessions.ClockAt(Nanos.ToInstant(nanos)) with { StandsStill = true };
        (_clock, _from, _until) = (clock, nanos, Nanos.Of(clock.IsOpen ? clock.NextClose : clock.NextOpen));
    }
}

using Torghut.Sandbox.Alpaca.Calendar;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>
/// The simulated market's time, which only the source moves. Inside the simulator all times are the source's own; what leaves it has
/// the time shift added.
/// </summary>
internal sealed class MarketClock(long startTime, TradingHours hours)
{
    private long _now = startTime;
    private long _shift;

    /// <summary>Nanoseconds since the epoch, in the source's time.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>Nanoseconds added to every time that leaves the simulator.</summary>
    public long Shift
    {
        get => Volatile.Read(ref _shift);
        set => Volatile.Write(ref _shift, value);
    }

    public TradingHours Hours { get; } = hours;

    public bool IsOpen => Hours.IsOpen(Now);

    /// <summary>The present as it appears outside.</summary>
    public string NowText => Timestamps.Format(Now + Shift);

    /// <summary>Moves the clock; it never goes back.</summary>
    public void MoveTo(long time)
    {
        if (time > Now)
        {
            Volatile.Write(ref _now, time);
        }
    }
}

using Torghut.Contracts.Market;
using Torghut.Contracts.Time;

namespace Torghut.Sandbox.Alpaca.Calendar;

/// <summary>When the market is open, by the exchange's calendar or always.</summary>
internal sealed class TradingHours(bool alwaysOpen)
{
    private static readonly TimeOnly ExtendedOpen = new(4, 0);
    private static readonly TimeOnly ExtendedClose = new(20, 0);

    public bool AlwaysOpen { get; } = alwaysOpen;

    public bool IsOpen(long time) => AlwaysOpen || MarketCalendar.IsOpen(Nanos.ToInstant(time));

    /// <summary>Whether orders for extended hours may fill: 04:00 to 20:00 on trading days.</summary>
    public bool IsExtended(long time)
    {
        if (AlwaysOpen)
        {
            return true;
        }

        var local = NewYork.Of(Nanos.ToInstant(time)).DateTime;
        var hour = TimeOnly.FromDateTime(local);
        return MarketCalendar.IsTradingDay(DateOnly.FromDateTime(local)) && hour >= ExtendedOpen && hour < ExtendedClose;
    }

    /// <summary>The first time after a given one at which a trading session, regular or extended, begins or ends.</summary>
    public static long NextEdge(long time) =>
        Math.Min(Math.Min(NextOpen(time), NextClose(time)), Math.Min(Next(time, _ => ExtendedOpen), NextExtendedClose(time)));

    /// <summary>The first end of the extended hours after a time.</summary>
    public static long NextExtendedClose(long time) => Next(time, _ => ExtendedClose);

    /// <summary>The first opening after a time.</summary>
    public static long NextOpen(long time) => Nanos.Of(MarketCalendar.NextOpen(Nanos.ToInstant(time)).Open);

    /// <summary>The first close after a time.</summary>
    public static long NextClose(long time) => Next(time, day => day.ClosesAt);

    private static long Next(long time, Func<MarketSession, TimeOnly> moment)
    {
        var date = NewYork.DayOf(Nanos.ToInstant(time));
        while (true)
        {
            if (MarketCalendar.SessionOf(date) is { } day)
            {
                var at = Nanos.Of(NewYork.At(date.ToDateTime(moment(day))));
                if (at > time)
                {
                    return at;
                }
            }

            date = date.AddDays(1);
        }
    }
}

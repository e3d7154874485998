using Torghut.Contracts.Market;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Calendar;

namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>
/// When orders for the opening and the closing auction are taken: not from two minutes before the opening, or ten before the close, until
/// 19:00 New York time of a trading day (docs.alpaca.markets/docs/orders-at-alpaca, which gives 09:28 and 15:50; that the margin is kept on
/// a day that closes early is an assumption).
/// </summary>
internal static class Auctions
{
    private static readonly TimeSpan BeforeOpen = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BeforeClose = TimeSpan.FromMinutes(10);
    private static readonly TimeOnly Reopens = new(19, 0);

    public static bool TakesOrders(long time, bool forOpening)
    {
        var local = NewYork.Of(Nanos.ToInstant(time)).DateTime;
        if (MarketCalendar.SessionOf(DateOnly.FromDateTime(local)) is not { } day)
        {
            return true;
        }

        var now = TimeOnly.FromDateTime(local);
        var ends = forOpening ? day.OpensAt.Add(-BeforeOpen) : day.ClosesAt.Add(-BeforeClose);
        return now < ends || now >= Reopens;
    }

    /// <summary>The time of the next auction.</summary>
    public static long Next(long time, bool forOpening) => forOpening ? TradingHours.NextOpen(time) : TradingHours.NextClose(time);
}

using Torghut.Contracts.Market;
using Torghut.Contracts.Time;
using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>The trading day of a moment.</summary>
/// <param name="IsOpen">Whether the regular session was on.</param>
internal sealed record NoTradeSession(DateOnly Day, string Zone, TradingSession Session, bool IsOpen)
{
    public static NoTradeSession At(DateTimeOffset at)
    {
        var day = NewYork.DayOf(at);
        return new NoTradeSession(day, TradingDay.NewYorkZone, TradingSession.Of(day), MarketCalendar.IsOpen(at));
    }
}

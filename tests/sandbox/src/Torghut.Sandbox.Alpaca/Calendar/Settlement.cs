using Torghut.Contracts.Market;

namespace Torghut.Sandbox.Alpaca.Calendar;

/// <summary>When a trade settles: three trading days later until September 2017, then two, since May 28, 2024 one.</summary>
internal static class Settlement
{
    private static readonly DateOnly TwoDays = new(2017, 9, 5);
    private static readonly DateOnly OneDay = new(2024, 5, 28);

    public static DateOnly DateOf(DateOnly trade)
    {
        var days = trade >= OneDay ? 1 : trade >= TwoDays ? 2 : 3;
        while (days > 0)
        {
            trade = trade.AddDays(1);
            days -= MarketCalendar.IsTradingDay(trade) ? 1 : 0;
        }

        return trade;
    }
}

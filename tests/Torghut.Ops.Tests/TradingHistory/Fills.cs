using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.Tests.TradingHistory;

/// <summary>Fills of a minute each, one after another.</summary>
internal static class Fills
{
    public static readonly DateTimeOffset Start = new(2026, 8, 3, 13, 30, 0, TimeSpan.Zero);

    /// <summary>Quantities below 0 are sales.</summary>
    public static List<Fill> Of(params IEnumerable<(decimal Qty, decimal Price)> fills) => [.. fills.Select((fill, minute) => At(minute, fill.Qty,
        fill.Price))];

    public static Fill At(int minute, decimal qty, decimal? price, string? strategy = "trend", string symbol = "AAPL", bool mayShort = true) => new(
        Start.AddMinutes(minute), new Guid(minute + 1, 0, 0, new byte[8]), strategy, symbol, qty < 0 ? Fill.Sell : Fill.Buy, Math.Abs(qty), price, mayShort);

    /// <summary>The only line of a profit of all of them.</summary>
    public static ProfitLine Line(IEnumerable<Fill> fills, int fromMinute = 0) => RealisedProfit.Of(fills, Start.AddMinutes(fromMinute)).Lines.Single();
}

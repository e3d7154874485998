using Torghut.Trading.Checkpoints;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>One New York day of an account.</summary>
/// <param name="day">The day.</param>
/// <param name="open">Equity as it began, USD.</param>
internal sealed class DayResult(DateOnly day, decimal open)
{
    private decimal? _close;

    public DateOnly Day => day;

    /// <summary>Equity as the day began, USD.</summary>
    public decimal Open => open;

    /// <summary>Equity now, or as the day ended, USD.</summary>
    public decimal Close
    {
        get => _close ?? open;
        set => _close = value;
    }

    public int Fills { get; set; }

    /// <summary>USD bought and sold.</summary>
    public decimal Turnover { get; set; }

    /// <summary>USD.</summary>
    public decimal Fees { get; set; }

    public double Return => open == 0 ? 0 : (double)((Close - open) / open);

    public static DayResult Load(CheckpointReader reader) => new(DateOnly.FromDayNumber(reader.Int()), reader.Decimal())
    {
        _close = reader.DecimalOrNull(),
        Fills = reader.Int(),
        Turnover = reader.Decimal(),
        Fees = reader.Decimal(),
    };

    public void Save(CheckpointWriter writer)
    {
        writer.Write(day.DayNumber);
        writer.Write(open);
        writer.Write(_close);
        writer.Write(Fills);
        writer.Write(Turnover);
        writer.Write(Fees);
    }

    public JsonMap ToMap() => new()
    {
        ["day"] = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["open"] = Round(open),
        ["close"] = Round(Close),
        ["pnl"] = Round(Close - open),
        ["fills"] = Fills,
        ["turnover"] = Round(Turnover),
        ["fees"] = Math.Round(Fees, 6),
    };

    private static decimal Round(decimal value) => Math.Round(value, 4);
}

namespace Torghut.Trading.Execution;

/// <summary>The broker's price grid for US equities: cents from one dollar up, hundredths of a cent below.</summary>
internal static class PriceIncrement
{
    public static decimal TickOf(decimal price) => price >= 1m ? 0.01m : 0.0001m;

    /// <summary>The nearest grid price at or below.</summary>
    public static decimal Down(decimal price)
    {
        var tick = TickOf(price);
        return Math.Floor(price / tick) * tick;
    }

    /// <summary>The nearest grid price at or above.</summary>
    public static decimal Up(decimal price)
    {
        var tick = TickOf(price);
        return Math.Ceiling(price / tick) * tick;
    }

    public static bool Holds(decimal price) => price > 0 && price % TickOf(price) == 0;
}

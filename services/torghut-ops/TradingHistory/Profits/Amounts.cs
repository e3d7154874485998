using System.Globalization;

namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>Money and quantities as people write them.</summary>
internal static class Amounts
{
    /// <summary>Decimals of the store's money: what is smaller is a rest of division.</summary>
    private const int Decimals = 9;

    /// <summary>Divided by it, a decimal loses the zeros at its end and nothing else.</summary>
    private const decimal One = 1.000000000000000000000000000m;

    /// <summary>The same number without zeros at its end.</summary>
    public static decimal Plain(decimal value) => value / One;

    /// <summary>As exact as the store's money.</summary>
    public static decimal Round(decimal value) => Plain(Math.Round(value, Decimals));

    public static string Text(decimal value) => Plain(value).ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Torghut.Sandbox.Alpaca.Numbers;

/// <summary>Money, prices and quantities as the wire writes them: decimal strings without trailing zeros.</summary>
internal static class Amounts
{
    public static string Text(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    public static string? Text(decimal? value) => value is { } amount ? Text(amount) : null;

    /// <summary>A market price, given in 1/10,000 dollar.</summary>
    public static decimal Price(long value) => value / 10_000m;

    public static int Decimals(decimal value) => (decimal.GetBits(value / 1.0000000000000000000000000000m)[3] >> 16) & 0xff;
}

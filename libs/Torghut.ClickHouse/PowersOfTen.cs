namespace Torghut.ClickHouse;

internal static class PowersOfTen
{
    private static readonly long[] Whole = Powers();

    /// <summary>10^n for n up to 18.</summary>
    public static long Of(int exponent) => Whole[exponent];

    /// <summary>10^-n for n up to 28, with n digits below the point.</summary>
    public static decimal Fraction(int digits) => new(1, 0, 0, isNegative: false, (byte)digits);

    private static long[] Powers()
    {
        var powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}

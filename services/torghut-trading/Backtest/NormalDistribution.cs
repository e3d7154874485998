namespace Torghut.Trading.Backtest;

/// <summary>
/// The standard normal distribution: J. F. Hart's approximation as G. West gives it (Better approximations to cumulative normal functions, 2005).
/// </summary>
internal static class NormalDistribution
{
    private const double Far = 37;
    private const double Middle = 7.07106781186547;
    private const double RootOfTwoPi = 2.506628274631;
    private const int Halvings = 200;

    private static readonly double[] Numerator =
        [3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376];

    private static readonly double[] Denominator =
    [
        8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752,
    ];

    /// <summary>Probability of a value at or below x.</summary>
    public static double Cumulative(double x)
    {
        var distance = Math.Abs(x);
        if (distance > Far)
        {
            return x > 0 ? 1 : 0;
        }

        var density = Math.Exp(-distance * distance / 2);
        double tail;
        if (distance < Middle)
        {
            tail = density * Polynomial(Numerator, distance) / Polynomial(Denominator, distance);
        }
        else
        {
            var fraction = distance + 0.65;
            for (var i = 4; i >= 1; i--)
            {
                fraction = distance + (i / fraction);
            }

            tail = density / fraction / RootOfTwoPi;
        }

        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>The value at or below which a share of all values lies, 0 to 1.</summary>
    public static double Quantile(double share)
    {
        var (low, high) = (-Far, Far);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}

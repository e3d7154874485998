namespace Torghut.Trading.Advisory;

/// <summary>
/// The exact bounds of a rate (Clopper and Pearson 1934, one-sided): the rate at which so few, or so many, would be seen in one of twenty samples. Nothing seen
/// in 300 leaves a rate of up to 0.99 % possible.
/// </summary>
internal static class BinomialBound
{
    private const double Doubt = 0.05;
    private const int Steps = 60;

    public static double Upper(int seen, int of)
    {
        if (of == 0 || seen >= of)
        {
            return 1;
        }

        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < Steps; step++)
        {
            var rate = (low + high) / 2;
            (low, high) = AtMost(seen, of, rate) > Doubt ? (rate, high) : (low, rate);
        }

        return high;
    }

    public static double Lower(int seen, int of) => of == 0 ? 0 : 1 - Upper(of - seen, of);

    /// <summary>The probability of at most so many.</summary>
    private static double AtMost(int seen, int of, double rate)
    {
        var (sum, logRate, logRest, term) = (0.0, Math.Log(rate), Math.Log(1 - rate), 0.0);
        for (var count = 0; count <= seen; count++)
        {
            sum += Math.Exp(term + (count * logRate) + ((of - count) * logRest));
            term += Math.Log((of - count) / (count + 1.0));
        }

        return sum;
    }
}

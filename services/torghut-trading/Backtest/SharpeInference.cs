namespace Torghut.Trading.Backtest;

/// <summary>
/// How much a Sharpe ratio says. D. H. Bailey and M. López de Prado, The Sharpe Ratio Efficient Frontier (2012) and The Deflated Sharpe Ratio (2014). All
/// ratios are those of one period, not annualised.
/// </summary>
internal static class SharpeInference
{
    private const double EulerMascheroni = 0.57721566490153286;

    /// <summary>Probability that the true ratio is above a benchmark.</summary>
    /// <param name="sharpe">Observed, a period.</param>
    /// <param name="benchmark">The ratio to beat, a period.</param>
    /// <param name="periods">Returns observed.</param>
    /// <param name="skewness">Of the returns.</param>
    /// <param name="kurtosis">Of the returns, 3 for normal ones.</param>
    public static double Probabilistic(double sharpe, double benchmark, double periods, double skewness, double kurtosis) =>
        NormalDistribution.Cumulative((sharpe - benchmark) * Math.Sqrt(periods - 1) / Math.Sqrt(Spread(sharpe, skewness, kurtosis)));

    /// <summary>The best ratio to be expected of so many trials that are worth nothing.</summary>
    /// <param name="variance">Of the trials' ratios, a period.</param>
    public static double ExpectedMaximum(double variance, double trials) => trials <= 1 ? 0 : Math.Sqrt(variance)
        * (((1 - EulerMascheroni) * NormalDistribution.Quantile(1 - (1 / trials)))
            + (EulerMascheroni * NormalDistribution.Quantile(1 - (1 / (trials * Math.E)))));

    /// <summary>Probability that the true ratio is above zero, given that the best of so many trials was looked at.</summary>
    public static double Deflated(double sharpe, double periods, double skewness, double kurtosis, double variance, double trials) =>
        Probabilistic(sharpe, ExpectedMaximum(variance, trials), periods, skewness, kurtosis);

    /// <summary>Periods after which a ratio would differ from a benchmark at a confidence.</summary>
    public static double MinimumTrackRecord(double sharpe, double benchmark, double skewness, double kurtosis, double confidence = 0.95)
    {
        var z = NormalDistribution.Quantile(confidence) / (sharpe - benchmark);
        return sharpe <= benchmark ? double.PositiveInfinity : 1 + (Spread(sharpe, skewness, kurtosis) * z * z);
    }

    private static double Spread(double sharpe, double skewness, double kurtosis) =>
        1 - (skewness * sharpe) + ((kurtosis - 1) / 4 * sharpe * sharpe);
}

using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Known answers of Bailey and López de Prado.</summary>
public sealed class SharpeInferenceTests
{
    /// <summary>The Deflated Sharpe Ratio (2014): a ratio of 2.5 a year over five years of 250 days, the trials' variance ½ a year.</summary>
    [TestCase(100, 0.9004)]
    [TestCase(46, 0.9505)]
    public void Deflated_TheirExample_TheirAnswer(int trials, double expected)
    {
        var deflated = SharpeInference.Deflated(2.5 / Math.Sqrt(250), 1_250, -3, 10, 0.5 / 250, trials);
        Assert.That(deflated, Is.EqualTo(expected).Within(0.00005));
    }

    [Test]
    public void Needed_SharpeOfTwo_173Days() => Assert.That(ReturnStatistics.Needed, Is.EqualTo(173));

    [Test]
    public void Insufficient_FiveDays_SaysWhatIsMissing() => Assert.That(
        new ReturnStatistics([0.01, -0.01, 0.02, 0, 0.01]).Insufficient, Is.EqualTo("insufficient sample (have 5 days, need 173 for a Sharpe of 2)"));

    /// <summary>Four days are no longer a sample for a year that is called one of four periods.</summary>
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(366)]
    public void Insufficient_AnotherYear_NeedsAsManyDays(double periodsAYear) => Assert.That(
        new ReturnStatistics([0.01, -0.01, 0.02, 0, 0.01], periodsAYear: periodsAYear).Insufficient,
        Is.EqualTo("insufficient sample (have 5 days, need 173 for a Sharpe of 2)"));

    /// <summary>The rate and the periods of a year are the user's.</summary>
    [Test]
    public void Sharpe_RiskFreeRateAndPeriods_AreTakenAsGiven()
    {
        var returns = Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 0.02 : -0.01).ToList();
        var statistics = new ReturnStatistics(returns, riskFree: 0.5, periodsAYear: 250);
        Assert.That(statistics.PeriodSharpe, Is.EqualTo((0.005 - 0.002) / (0.015 * Math.Sqrt(400.0 / 399))).Within(1e-12));
        Assert.That(statistics.Sharpe, Is.EqualTo(statistics.PeriodSharpe * Math.Sqrt(250)).Within(1e-12));
        var arguments = BacktestArguments.Parse(["--signals", "-", "--risk-free", "0.04", "--periods-a-year", "250"], out _)!;
        Assert.That((arguments.RiskFree, arguments.PeriodsAYear), Is.EqualTo((0.04, 250.0)));
    }

    [TestCase(0, 0.5)]
    [TestCase(1.959963984540054, 0.975)]
    [TestCase(-1.2815515655446004, 0.1)]
    [TestCase(-8, 6.220960574271785e-16)]
    public void Cumulative_KnownValues_Agree(double x, double share)
    {
        Assert.That(NormalDistribution.Cumulative(x), Is.EqualTo(share).Within(1e-6).Percent);
        Assert.That(NormalDistribution.Quantile(share), Is.EqualTo(x).Within(1e-6));
    }

    [Test]
    public void Statistics_KnownReturns_KnownRatios()
    {
        var returns = Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 0.02 : -0.01).ToList();
        var statistics = new ReturnStatistics(returns);
        Assert.That(statistics.Insufficient, Is.Null);
        Assert.That(statistics.PeriodSharpe, Is.EqualTo(0.005 / (0.015 * Math.Sqrt(200.0 / 199))).Within(1e-12));
        Assert.That(
            statistics.Sortino, Is.EqualTo(0.005 / Math.Sqrt(0.0001 / 2) * Math.Sqrt(252)).Within(1e-9), "losses over all periods, not the losing ones");
    }
}

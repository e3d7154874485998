using System.Globalization;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>Figures of a series of returns, one a session.</summary>
internal sealed class ReturnStatistics
{
    /// <summary>Sessions a year.</summary>
    public const double UsualPeriodsAYear = 252;

    /// <summary>The ratio, a year, that a sample must be long enough to tell from nothing.</summary>
    public const double TargetSharpe = 2;

    private readonly IReadOnlyList<double> _excess;
    private readonly double _riskFree;
    private readonly double _periodsAYear;

    /// <param name="returns">Simple returns, one a session.</param>
    /// <param name="riskFree">Risk-free rate a year, as a fraction.</param>
    /// <param name="periodsAYear">Sessions a year.</param>
    public ReturnStatistics(IReadOnlyList<double> returns, double riskFree = 0, double periodsAYear = UsualPeriodsAYear)
    {
        (_riskFree, _periodsAYear) = (riskFree, periodsAYear);
        _excess = [.. returns.Select(value => value - (riskFree / periodsAYear))];
        Mean = _excess.Count == 0 ? 0 : _excess.Average();
        Deviation = _excess.Count < 2 ? 0 : Math.Sqrt(_excess.Sum(value => (value - Mean) * (value - Mean)) / (_excess.Count - 1));
        var population = _excess.Count == 0 ? 0 : Math.Sqrt(_excess.Sum(value => (value - Mean) * (value - Mean)) / _excess.Count);
        Skewness = population > 0 ? _excess.Average(value => Math.Pow((value - Mean) / population, 3)) : 0;
        Kurtosis = population > 0 ? _excess.Average(value => Math.Pow((value - Mean) / population, 4)) : 3;
    }

    public double Mean { get; }

    /// <summary>Sample deviation.</summary>
    public double Deviation { get; }

    public double Skewness { get; }

    /// <summary>3 for normal returns.</summary>
    public double Kurtosis { get; }

    public int Periods => _excess.Count;

    /// <summary>Sharpe ratio of one period; null when nothing moved.</summary>
    public double? PeriodSharpe => Deviation > 0 ? Mean / Deviation : null;

    /// <summary>Sharpe ratio a year.</summary>
    public double? Sharpe => PeriodSharpe * Math.Sqrt(_periodsAYear);

    /// <summary>Sortino ratio a year: the deviation is that of the losses, over all periods.</summary>
    public double? Sortino
    {
        get
        {
            var downside = _excess.Count == 0 ? 0 : Math.Sqrt(_excess.Sum(value => value < 0 ? value * value : 0) / _excess.Count);
            return downside > 0 ? Mean / downside * Math.Sqrt(_periodsAYear) : null;
        }
    }

    /// <summary>
    /// Sessions without which a ratio of <see cref="TargetSharpe"/> a year could not be told from nothing: of a year as it is, since a sample is not longer for
    /// a year that somebody calls shorter.
    /// </summary>
    public static int Needed { get; } = (int)Math.Ceiling(SharpeInference.MinimumTrackRecord(TargetSharpe / Math.Sqrt(UsualPeriodsAYear), 0, 0, 3));

    /// <summary>What is said in place of a ratio; null when the sample is long enough.</summary>
    public string? Insufficient => Periods >= Needed ? null : string.Create(
        CultureInfo.InvariantCulture, $"insufficient sample (have {Periods} days, need {Needed} for a Sharpe of {TargetSharpe:0.#})");

    /// <summary>The figures, or why there are none.</summary>
    /// <param name="trials">Trials of the same family.</param>
    /// <param name="variance">Variance of their ratios, a period.</param>
    /// <param name="maxDrawdown">Largest loss from a peak, as a fraction.</param>
    public JsonMap ToMap(int trials, double variance, double maxDrawdown)
    {
        var map = new JsonMap
        {
            ["periods"] = Periods,
            ["periods_a_year"] = _periodsAYear,
            ["risk_free_a_year"] = _riskFree,
            ["max_drawdown"] = maxDrawdown,
            ["trials"] = trials,
            ["insufficient"] = Insufficient,
        };
        var isKnown = Insufficient is null && PeriodSharpe is not null;
        var ratio = PeriodSharpe.GetValueOrDefault();
        map.Add("sharpe", isKnown ? Sharpe : null);
        map.Add("sortino", isKnown ? Sortino : null);
        map.Add("calmar", isKnown && maxDrawdown > 0 ? Mean * _periodsAYear / maxDrawdown : null);
        map.Add("probabilistic_sharpe", isKnown ? SharpeInference.Probabilistic(ratio, 0, Periods, Skewness, Kurtosis) : null);
        map.Add("deflated_sharpe", isKnown ? SharpeInference.Deflated(ratio, Periods, Skewness, Kurtosis, variance, trials) : null);
        map.Add("minimum_track_record", isKnown && ratio > 0 ? SharpeInference.MinimumTrackRecord(ratio, 0, Skewness, Kurtosis) : null);
        return map;
    }
}

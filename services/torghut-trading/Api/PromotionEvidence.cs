using Torghut.Trading.Advisory;
using Torghut.Trading.Backtest;

namespace Torghut.Trading.Api;

/// <summary>What evidence says against a promotion: pure functions. No evidence is a reason like any other.</summary>
internal static class PromotionEvidence
{
    /// <summary>Probability that a backtest's ratio is not luck, that a promotion asks for.</summary>
    public const double LeastDeflatedSharpe = 0.95;

    /// <summary>A window in which nothing happened proves nothing.</summary>
    public static IReadOnlyList<string> Throughput(TradingEvidence seen)
    {
        var reasons = new List<string>();
        if (seen.LastSignalReadAt is null)
        {
            reasons.Add("no_signal_window_detected");
        }

        if (seen.Decisions == 0)
        {
            reasons.Add("no_decisions_in_window");
        }

        if (seen.Trades == 0)
        {
            reasons.Add("no_trades_in_window");
        }

        return reasons;
    }

    /// <summary>Advice that nobody asked for, or that came in another form, proves nothing either.</summary>
    public static IReadOnlyList<string> Advice(TradingEvidence seen)
    {
        const int LeastParsedPercent = 95;
        var reasons = new List<string>();
        if (seen.Reviews == 0)
        {
            reasons.Add("no_reviews_in_window");
        }
        else if (seen.ReviewsOk == 0)
        {
            reasons.Add("no_answers_in_window");
        }

        if (seen.ReviewsOk * 100 < seen.ReviewsAnswered * LeastParsedPercent)
        {
            reasons.Add("llm_answers_not_read");
        }

        if (seen.ReviewsInViolation > 0)
        {
            reasons.Add("llm_policy_violation");
        }

        return reasons;
    }

    /// <summary>Promotion asks of the counterfactual ledger what demotion does, on the other side of 0: anything but helpful is a reason.</summary>
    /// <param name="worth">What the ledger says; null until it was read, and where nobody is asked.</param>
    public static IReadOnlyList<string> Worth(CounterfactualVerdict? worth) => worth?.Word switch
    {
        null => [StanceReasons.LedgerNotRead],
        CounterfactualVerdict.Helpful => [],
        CounterfactualVerdict.Harmful => ["llm_counterfactuals_harmful"],
        CounterfactualVerdict.Undecided => ["llm_counterfactuals_undecided"],
        _ => ["llm_counterfactuals_insufficient_sample"],
    };

    /// <summary>What the newest registered backtest says against the strategies in force.</summary>
    /// <param name="report">The report; null without any.</param>
    /// <param name="catalogueDigest">The strategies in force.</param>
    public static IReadOnlyList<string> Backtest(BacktestEvidence? report, string catalogueDigest) => report switch
    {
        null => ["no_backtest_report"],
        _ when report.CatalogueDigest != catalogueDigest => ["backtest_of_other_strategies"],
        { Insufficient: not null } or { DeflatedSharpe: null } => ["backtest_insufficient_sample"],
        _ when report.Periods < ReturnStatistics.Needed => ["backtest_insufficient_sample"],
        { DeflatedSharpe: < LeastDeflatedSharpe } => ["deflated_sharpe_below_min"],
        _ => [],
    };
}

using System.Text.Json;
using Torghut.Trading.Advisory;
using Torghut.Trading.Api;
using Torghut.Trading.Backtest;
using Torghut.Trading.Hosting;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Api;

/// <summary>No promotion on an empty window, none without evidence, and none with a gate that is closed.</summary>
public sealed class PromotionTests
{
    private static readonly TradingEvidence Good = new()
    {
        LastSignalReadAt = DateTimeOffset.UnixEpoch,
        Decisions = 5,
        Trades = 2,
        Reviews = 5,
        ReviewsOk = 5,
        ReviewsAnswered = 5,
    };

    private static readonly BacktestEvidence Robust = new() { CatalogueDigest = "ours", Periods = 250, Trials = 3, DeflatedSharpe = 0.97 };

    [Test]
    public void Throughput_EmptyWindows_AreNamed()
    {
        Assert.That(PromotionEvidence.Throughput(Good), Is.Empty);
        Assert.That(PromotionEvidence.Throughput(new TradingEvidence()),
            Is.EqualTo(new[] { "no_signal_window_detected", "no_decisions_in_window", "no_trades_in_window" }));
    }

    [Test]
    public void Advice_Evidence_IsJudged()
    {
        Assert.That(PromotionEvidence.Advice(Good), Is.Empty);
        Assert.That(PromotionEvidence.Advice(new TradingEvidence()), Is.EqualTo(new[] { "no_reviews_in_window" }));
        Assert.That(PromotionEvidence.Advice(Good with { ReviewsOk = 4 }), Is.EqualTo(new[] { "llm_answers_not_read" }));
        Assert.That(PromotionEvidence.Advice(Good with { ReviewsOk = 0, ReviewsAnswered = 0 }), Is.EqualTo(new[] { "no_answers_in_window" }));
        Assert.That(PromotionEvidence.Advice(Good with { ReviewsInViolation = 1 }), Is.EqualTo(new[] { "llm_policy_violation" }));
    }

    [TestCase("helpful", "")]
    [TestCase("harmful", "llm_counterfactuals_harmful")]
    [TestCase("undecided", "llm_counterfactuals_undecided")]
    [TestCase("insufficient_sample", "llm_counterfactuals_insufficient_sample")]
    [TestCase(null, "llm_counterfactuals_not_read")]
    public void Worth_AnythingButHelpful_IsAReason(string? word, string reason) => Assert.That(
        string.Join(';', PromotionEvidence.Worth(word is null ? null : new CounterfactualVerdict(word, 200, 5, null, null))), Is.EqualTo(reason));

    [Test]
    public void Backtest_Evidence_IsJudged()
    {
        Assert.That(PromotionEvidence.Backtest(Robust, "ours"), Is.Empty);
        Assert.That(PromotionEvidence.Backtest(null, "ours"), Is.EqualTo(new[] { "no_backtest_report" }));
        Assert.That(PromotionEvidence.Backtest(Robust, "others"), Is.EqualTo(new[] { "backtest_of_other_strategies" }));
        Assert.That(PromotionEvidence.Backtest(Robust with { Insufficient = "5 days" }, "ours"), Is.EqualTo(new[] { "backtest_insufficient_sample" }));
        Assert.That(PromotionEvidence.Backtest(Robust with { DeflatedSharpe = null }, "ours"), Is.EqualTo(new[] { "backtest_insufficient_sample" }));
        Assert.That(PromotionEvidence.Backtest(Robust with { Periods = 172 }, "ours"), Is.EqualTo(new[] { "backtest_insufficient_sample" }));
        Assert.That(PromotionEvidence.Backtest(Robust with { DeflatedSharpe = 0.9499 }, "ours"), Is.EqualTo(new[] { "deflated_sharpe_below_min" }));
    }

    [TestCase("shadow", "throughput", false)]
    [TestCase("paper", "throughput", false)]
    [TestCase("live", "throughput", false)]
    [TestCase("shadow", "live_ramp", true)]
    [TestCase("paper", "live_ramp", true)]
    [TestCase("live", "live_ramp", false)]
    [TestCase("paper", "statistical_robustness", false)]
    [TestCase("paper", "shadow_quality", false)]
    [TestCase("shadow", "data_integrity", false)]
    public void Read_OneGateClosed_ClosesWhatNeedsIt(string target, string closed, bool open)
    {
        var gates = PromotionTargets.Gates["live"].Select(name => new JsonMap
        {
            ["gate"] = name,
            ["holds"] = name != closed,
            ["reasons"] = name == closed ? ["why"] : Array.Empty<string>(),
        }).ToList();
        using var document = JsonDocument.Parse(CanonicalJson.Serialize(new JsonMap { ["gates"] = gates, ["targets"] = PromotionTargets.ToMap(gates) }));
        var (isOpen, lines) = PromoteCommand.Read(document.RootElement, target);
        Assert.That((isOpen, string.Join(';', lines)), Is.EqualTo((open, open ? "" : $"{closed}: why")));
    }
}

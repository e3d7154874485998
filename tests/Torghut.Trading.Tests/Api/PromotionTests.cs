using System.Text.Json;
using Torghut.Trading.Api;
using Torghut.Trading.Hosting;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Api;

/// <summary>No promotion on an empty window, and none with a gate that is closed.</summary>
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

    [Test]
    public void Throughput_EmptyWindows_AreNamed()
    {
        Assert.That(AutonomyReport.Throughput(Good), Is.Empty);
        Assert.That(AutonomyReport.Throughput(new TradingEvidence()),
            Is.EqualTo(new[] { "no_signal_window_detected", "no_decisions_in_window", "no_trades_in_window" }));
    }

    [Test]
    public void Advice_Evidence_IsJudged()
    {
        Assert.That(AutonomyReport.Advice(Good), Is.Empty);
        Assert.That(AutonomyReport.Advice(new TradingEvidence()), Is.EqualTo(new[] { "no_reviews_in_window" }));
        Assert.That(AutonomyReport.Advice(Good with { ReviewsOk = 4 }), Is.EqualTo(new[] { "llm_answers_not_read" }));
        Assert.That(AutonomyReport.Advice(Good with { ReviewsOk = 0, ReviewsAnswered = 0 }), Is.EqualTo(new[] { "no_answers_in_window" }));
        Assert.That(AutonomyReport.Advice(Good with { ReviewsInViolation = 1 }), Is.EqualTo(new[] { "llm_policy_violation" }));
    }

    [TestCase("shadow", "live_ramp", true)]
    [TestCase("paper", "live_ramp", true)]
    [TestCase("live", "live_ramp", false)]
    [TestCase("paper", "statistical_robustness", false)]
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

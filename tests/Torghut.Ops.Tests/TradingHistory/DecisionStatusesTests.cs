using System.Text.RegularExpressions;
using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Testing;

namespace Torghut.Ops.Tests.TradingHistory;

/// <summary>Names that torghut-trading stores, which this service knows by their text only.</summary>
public sealed partial class DecisionStatusesTests
{
    [Test]
    public void Names_AreThoseThatTheTableAllows()
    {
        var scripts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "services/torghut-trading/Migrations/Scripts"), "*.sql")
            .Order(StringComparer.Ordinal);
        var newest = scripts.SelectMany(script => StatusCheck().Matches(File.ReadAllText(script)))
            .Select(check => check.Groups[1].Value).Last(states => states.Contains("'planned'", StringComparison.Ordinal));
        Assert.That(DecisionStatuses.Names, Is.EquivalentTo(Word().Matches(newest).Select(word => word.Groups[1].Value)));
    }

    [Test]
    public void Texts_HaveEveryRiskCode()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/trading/risk-codes.md"));
        var codes = Row().Matches(page).Select(row => row.Groups[1].Value).ToArray();
        Assert.That(codes, Has.Length.GreaterThan(30));
        Assert.That(codes.Where(code => ReasonTexts.Find(code) is null), Is.Empty);
    }

    [TestCase("rejected", "advisory_veto", nameof(DecisionOutcome.Vetoed))]
    [TestCase("rejected", "missing_price", nameof(DecisionOutcome.Rejected))]
    [TestCase("partially_filled", null, nameof(DecisionOutcome.Filled))]
    [TestCase("of_a_later_version", null, nameof(DecisionOutcome.Unknown))]
    public void OutcomeOf_StatusAndReasons_IsWhatAChartMarks(string status, string? reason, string expected) =>
        Assert.That(DecisionStatuses.OutcomeOf(status, reason is null ? [] : [reason]).ToString(), Is.EqualTo(expected));

    /// <summary>Shares changed hands, however the rest of the order ended.</summary>
    [TestCase("broker_expired")]
    [TestCase("canceled")]
    [TestCase("vanished")]
    public void OutcomeOf_OrderThatEndedAfterAFillInPart_IsFilled(string status) =>
        Assert.That(DecisionStatuses.OutcomeOf(status, [], hasFills: true), Is.EqualTo(DecisionOutcome.Filled));

    [GeneratedRegex(@"status IN \(([^)]*)\)\)?[,;]", RegexOptions.Singleline)]
    private static partial Regex StatusCheck();

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `([a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

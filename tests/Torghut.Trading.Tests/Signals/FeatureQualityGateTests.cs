using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Signals;

public sealed class FeatureQualityGateTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly Feature[] Required = [Feature.Macd, Feature.Rsi14];
    private static readonly FeatureQualityLimits Limits = new(0.5, TimeSpan.FromSeconds(60), 0.5);
    private static readonly SignalFeatures Full = new() { Macd = 1, Rsi14 = 50 };

    [Test]
    public void Evaluate_CleanBatch_Allowed() => Assert.That(Judge([Row("A", 1), Row("B", 1), Row("A", 2)]).Rejected, Is.Empty);

    [Test]
    public void Evaluate_NullRate_AtAndAboveLimit()
    {
        Assert.That(Judge([Row("A", 1, SignalFeatures.Empty), Row("A", 2)]).Allows("A"), Is.True);
        var report = Judge([Row("A", 1, SignalFeatures.Empty), Row("A", 2, SignalFeatures.Empty), Row("A", 3), Row("B", 3)]);
        Assert.That(report.Rejected["A"], Is.EqualTo(new[] { FeatureQualityReasons.NullRate }));
        Assert.That(report.Allows("B"), Is.True);
    }

    [TestCase(60, true)]
    [TestCase(61, false)]
    public void Evaluate_Staleness_AtAndAboveLimit(int age, bool allowed) =>
        Assert.That(FeatureQualityGate.Evaluate([Row("A", 0)], null, Required, Start.AddSeconds(age), Limits).Allows("A"), Is.EqualTo(allowed));

    [Test]
    public void Evaluate_Duplicates_KeptOnceAndCounted()
    {
        var report = Judge([Row("A", 1), Row("A", 1), Row("A", 2)]);
        Assert.That(report.Rows, Has.Count.EqualTo(2));
        Assert.That(report.Allows("A"), Is.True);
        Assert.That(Judge([Row("A", 1), Row("A", 1), Row("A", 1)]).Rejected["A"], Is.EqualTo(new[] { FeatureQualityReasons.Duplicates }));
    }

    [Test]
    public void Evaluate_Disorder_RefusesTheBatch()
    {
        Assert.That(Judge([Row("A", 2), Row("A", 1)]).BatchReason, Is.EqualTo(FeatureQualityReasons.Disorder));
        Assert.That(Judge([Row("B", 1), Row("A", 1)]).BatchReason, Is.EqualTo(FeatureQualityReasons.Disorder));
    }

    [Test]
    public void Evaluate_RowBeforeCursor_RefusesTheBatch()
    {
        var report = FeatureQualityGate.Evaluate([Row("A", 1)], Row("A", 2).Position, Required, Start, Limits);
        Assert.That(report.BatchReason, Is.EqualTo(FeatureQualityReasons.Disorder));
        Assert.That(report.Allows("A"), Is.False);
    }

    [TestCase(0)]
    [TestCase(60)]
    [TestCase(61)]
    public void Evaluate_OneRowOfEachSymbol_IsJudgedAsAmongOthers(int age)
    {
        SignalRow[] rows =
        [
            Row("A", 1), Row("B", 1, SignalFeatures.Empty), Row("C", 1, new SignalFeatures { Macd = 1 }), Row("D", 1, new SignalFeatures { Rsi14 = 1 }),
            Row("E", 1),
        ];
        foreach (var limit in new[] { 0, 0.49, 0.5, 1 })
        {
            var limits = Limits with { MaxNullRate = limit };
            var alone = FeatureQualityGate.Evaluate(rows, rows[0].Position, Required, Start.AddSeconds(1 + age), limits);
            var among = FeatureQualityGate.Evaluate([Row("Z", 0), .. rows], null, Required, Start.AddSeconds(1 + age), limits);
            Assert.That(alone.Rejected, Is.EquivalentTo(among.Rejected.Where(pair => pair.Key != "Z")), $"limit {limit}");
            Assert.That(alone.Rows, Is.EqualTo(among.Rows.Skip(1)));
            Assert.That(alone.Fit, Is.EqualTo(among.Fit.Where(row => row.Symbol != "Z")));
        }
    }

    private static FeatureQualityReport Judge(SignalRow[] rows) => FeatureQualityGate.Evaluate(rows, null, Required, Start.AddSeconds(10), Limits);

    private static SignalRow Row(string symbol, int second, SignalFeatures? features = null) =>
        new(symbol, Start.AddSeconds(second), second, Start.AddSeconds(second), "1Sec", features ?? Full);
}

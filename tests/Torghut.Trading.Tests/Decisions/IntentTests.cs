using Torghut.Trading.Decisions;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Decisions;

/// <summary>
/// The canonical form is frozen: it is the broker's idempotency key. A change gives orders that are still open another identity, so it needs a new
/// <see cref="Intent.CanonicalVersion"/> and a plan for them.
/// </summary>
public sealed class IntentTests
{
    private static readonly Intent Sample = new(
        "paper", "dip-buyer", "1.0.0", "abc", "AAPL", new DateTimeOffset(2026, 2, 6, 14, 30, 1, 500, TimeSpan.Zero), 1770388200, "1Sec", OrderSide.Buy);

    [Test]
    public void ToCanonicalForm_Sample_Frozen() => Assert.That(
        Sample.ToCanonicalForm(),
        Is.EqualTo(
            """{"account_label":"paper","action":"buy","event_ts":"2026-02-06T14:30:01.5000000Z","parameter_hash":"abc","seq":1770388200,"strategy_id":"dip-buyer","strategy_version":"1.0.0","symbol":"AAPL","timeframe":"1Sec","v":1}"""));

    [Test]
    public void DecisionHash_Sample_Frozen() =>
        Assert.That(Sample.DecisionHash(), Is.EqualTo("739cf1f4800d948a6edcbe0b83445853862c198911d13c837076ac5cf0f78d08"));

    [Test]
    public void DecisionHash_Length_FitsTheBrokersLimit() => Assert.That(Sample.DecisionHash(), Has.Length.EqualTo(64).And.Length.LessThanOrEqualTo(128));

    [Test]
    public void DecisionHash_OtherOffsetSameInstant_Same() =>
        Assert.That((Sample with { EventTs = Sample.EventTs.ToOffset(TimeSpan.FromHours(-5)) }).DecisionHash(), Is.EqualTo(Sample.DecisionHash()));

    [Test]
    public void DecisionHash_AnyFieldChanged_Differs()
    {
        Intent[] others =
        [
            Sample with { AccountLabel = "live" }, Sample with { StrategyName = "x" }, Sample with { StrategyVersion = "1.0.1" },
            Sample with { ParameterHash = "abd" }, Sample with { Symbol = "MSFT" }, Sample with { EventTs = Sample.EventTs.AddMilliseconds(1) },
            Sample with { Seq = 1 }, Sample with { Timeframe = "1Min" }, Sample with { Action = OrderSide.Sell },
        ];
        Assert.That(others.Append(Sample).Select(i => i.DecisionHash()).Distinct().Count(), Is.EqualTo(others.Length + 1));
    }
}

using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Torghut.Testing;
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
        "paper", "dip-buyer", "AAPL", new DateTimeOffset(2026, 2, 6, 14, 30, 1, 500, TimeSpan.Zero), 1770388200, "1Sec", OrderSide.Buy);

    /// <summary>Hash and canonical form of intents, made by another program (<c>hashlib</c> and <c>json.dumps</c> with sorted keys).</summary>
    private static IEnumerable<string> Golden { get; } =
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Torghut.Trading.Tests", "Golden", "intent-v2.txt"));

    [TestCaseSource(nameof(Golden))]
    public void DecisionHash_GoldenFile_FormAndHashAreFrozen(string line)
    {
        var (hash, form) = (line[..64], line[65..]);
        using var document = JsonDocument.Parse(form);
        string Text(string name) => document.RootElement.GetProperty(name).GetString()!;
        var intent = new Intent(
            Text("account_label"),
            Text("strategy_id"),
            Text("symbol"),
            DateTimeOffset.Parse(Text("event_ts"), CultureInfo.InvariantCulture),
            document.RootElement.GetProperty("seq").GetInt64(),
            Text("timeframe"),
            Text("action") == "buy" ? OrderSide.Buy : OrderSide.Sell);
        Assert.That((intent.ToCanonicalForm(), intent.DecisionHash()), Is.EqualTo((form, hash)));
    }

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
            Sample with { AccountLabel = "live" }, Sample with { StrategyName = "x" }, Sample with { Symbol = "MSFT" },
            Sample with { EventTs = Sample.EventTs.AddMilliseconds(1) }, Sample with { Seq = 1 }, Sample with { Timeframe = "1Min" },
            Sample with { Action = OrderSide.Sell },
        ];
        Assert.That(others, Has.Length.EqualTo(typeof(Intent).GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0].GetParameters().Length));
        Assert.That(others.Append(Sample).Select(i => i.DecisionHash()).Distinct().Count(), Is.EqualTo(others.Length + 1));
    }
}

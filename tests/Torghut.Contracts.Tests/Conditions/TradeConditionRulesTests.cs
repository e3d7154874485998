using Torghut.Contracts.Conditions;
using static Torghut.Contracts.Conditions.TradeFields;

namespace Torghut.Contracts.Tests.Conditions;

[TestFixture]
internal sealed class TradeConditionRulesTests
{
    private const TradeFields Restricted = Volume | HighLow | OpenCloseIfAlone;
    private readonly TradeConditionRules _rules = new(TradeConditionMode.Sip, SaleConditionTable.Default);

    [TestCase("@", All)]
    [TestCase("", All)]
    [TestCase(" ", All)]
    [TestCase("FO6X5EK", All)]
    [TestCase("M", None)]
    [TestCase("Q", None)]
    [TestCase("B", Volume)]
    [TestCase("W", Volume)]
    [TestCase("C", Volume)]
    [TestCase("H", Volume)]
    [TestCase("I", Volume)]
    [TestCase("N", Volume)]
    [TestCase("R", Volume)]
    [TestCase("V", Volume)]
    [TestCase("7", Volume)]
    [TestCase("U", Volume)]
    [TestCase("T", Volume)]
    [TestCase("L", Restricted)]
    [TestCase("P", Volume)]
    [TestCase("Z", Restricted)]
    [TestCase("4", Volume)]
    [TestCase("G", Restricted)]
    [TestCase("9", None)]
    [TestCase("@I", Volume)]
    [TestCase("L9", None)]
    [TestCase("@P", Volume)]
    [TestCase("9I", None)]
    public void Evaluate_RegularHours_StrictestCodeWins(string codes, TradeFields expected) =>
        Assert.That(Evaluate(codes, 'A', regular: true), Is.EqualTo(expected));

    [TestCase("T", All)]
    [TestCase("TI", Volume)]
    [TestCase("TZ", Restricted)]
    [TestCase("U", Volume)]
    [TestCase("P", Volume)]
    [TestCase("TP", Volume)]
    [TestCase("T4", Volume)]
    [TestCase("T9", None)]
    public void Evaluate_ExtendedHours_FormTCountsUnlessAnotherForbids(string codes, TradeFields expected) =>
        Assert.That(Evaluate(codes, 'A', regular: false), Is.EqualTo(expected));

    /// <summary>The tapes' plans give some letters other meanings: on A and B the rules are CTS's, on C they are UTP's.</summary>
    [TestCase("B", 'A', Volume)]
    [TestCase("B", 'B', Volume)]
    [TestCase("B", 'C', All)]
    [TestCase("@", 'C', All)]
    [TestCase("I", 'C', Volume)]
    [TestCase("Z", 'C', Restricted)]
    [TestCase("G", 'C', Restricted)]
    public void Evaluate_TapeOfTheTrade_DecidesWhoseRuleItIs(string codes, char tape, TradeFields expected) =>
        Assert.That(Evaluate(codes, tape, regular: true), Is.EqualTo(expected));

    /// <summary>The rules remember their last answers; one question must not be answered with another's.</summary>
    [Test]
    public void Evaluate_SameCodesOnOtherTapeOrHours_IsAskedAnew()
    {
        for (var round = 0; round < 2; round++)
        {
            Assert.That(Evaluate("B", 'C', regular: true), Is.EqualTo(All));
            Assert.That(Evaluate("B", 'B', regular: true), Is.EqualTo(Volume));
            Assert.That(Evaluate("T", 'B', regular: true), Is.EqualTo(Volume));
            Assert.That(Evaluate("T", 'B', regular: false), Is.EqualTo(All));
        }
    }

    [Test]
    public void Evaluate_UnknownCodes_CountAsRegularAndAreCounted()
    {
        var fields = _rules.Evaluate(ConditionCodes.Pack(["#", "@", "Longer", "é"]), 'A', true, out var unknown);
        Assert.That((fields, unknown), Is.EqualTo((All, 3)));
    }

    [Test]
    public void Evaluate_MoreCodesThanFit_CountsTheRestAsUnknown()
    {
        _rules.Evaluate(ConditionCodes.Pack(["@", "@", "@", "@", "@", "@", "@", "@", "@"]), 'A', true, out var unknown);
        Assert.That(unknown, Is.EqualTo(1));
    }

    [Test]
    public void Evaluate_AllMode_EveryTradeCounts()
    {
        var rules = new TradeConditionRules(TradeConditionMode.All, SaleConditionTable.Default);
        Assert.That(rules.Evaluate(ConditionCodes.Pack(["M", "I", "#"]), 'A', true, out var unknown), Is.EqualTo(All));
        Assert.That(unknown, Is.Zero);
    }

    [Test]
    public void Append_BytesOfARecord_EqualsPackOfStrings()
    {
        var packed = ConditionCodes.Append(ConditionCodes.Append(0, 0, "@"u8), 1, "I"u8);
        Assert.That(packed, Is.EqualTo(ConditionCodes.Pack(["@", "I"])));
    }

    private TradeFields Evaluate(string codes, char tape, bool regular)
    {
        var fields = _rules.Evaluate(ConditionCodes.Pack([.. codes.Select(c => c.ToString())]), tape, regular, out var unknown);
        Assert.That(unknown, Is.Zero);
        return fields;
    }
}

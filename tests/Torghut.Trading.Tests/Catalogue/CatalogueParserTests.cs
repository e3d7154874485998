using Torghut.Trading.Catalogue;

namespace Torghut.Trading.Tests.Catalogue;

public sealed class CatalogueParserTests
{
    private const string Valid = """
        strategies:
          - name: dip-buyer
            type: macd_rsi
            version: 1.2.0
            enabled: true
            base_timeframe: 1Sec
            universe_symbols: [AAPL, MSFT]
            max_notional_per_trade: 2500
            max_position_pct_equity: 0.05
            cooldown_seconds: 120
            params:
              buy_rsi_below: 30
          - name: momentum
            type: intraday_tsmom
        """;

    [Test]
    public void Parse_ValidYaml_AllFieldsAndDefaults()
    {
        var result = Parse(Valid);
        Assert.That(result.Problems, Is.Empty);
        var first = result.Catalogue!.Find("dip-buyer")!;
        var second = result.Catalogue.Find("momentum")!;
        Assert.Multiple(() =>
        {
            Assert.That(first.UniverseSymbols, Is.EqualTo(new[] { "AAPL", "MSFT" }));
            Assert.That(first.MaxNotionalPerTrade, Is.EqualTo(2500m));
            Assert.That(first.MaxPositionPctEquity, Is.EqualTo(0.05m));
            Assert.That(first.Cooldown, Is.EqualTo(TimeSpan.FromMinutes(2)));
            Assert.That(first.Parameters["buy_rsi_below"], Is.EqualTo(30));
            Assert.That(first.Parameters["sell_rsi_above"], Is.EqualTo(65));
            Assert.That(second.Enabled, Is.True);
            Assert.That(second.MaxNotionalPerTrade, Is.Null);
        });
    }

    [Test]
    public void Parse_Json_SameDigestAsYaml()
    {
        const string json = """
            {"strategies": [
              {"name": "dip-buyer", "type": "macd_rsi", "version": "1.2.0", "universe_symbols": ["AAPL", "MSFT"], "max_notional_per_trade": 2500.0,
               "max_position_pct_equity": 0.05, "cooldown_seconds": 120, "params": {"buy_rsi_below": 30, "sell_rsi_above": 65}},
              {"name": "momentum", "type": "intraday_tsmom"}
            ]}
            """;
        Assert.That(Parse(json).Catalogue!.Digest, Is.EqualTo(Parse(Valid).Catalogue!.Digest));
    }

    [TestCase("    cooldown_second: 5", 4, "strategies[0].cooldown_second", "unknown field")]
    [TestCase("    enabled: yes", 4, "strategies[0].enabled", "expected true or false")]
    [TestCase("    max_notional_per_trade: 0", 4, "strategies[0].max_notional_per_trade", "expected a number from 1 to")]
    [TestCase("    max_notional_per_trade: many", 4, "strategies[0].max_notional_per_trade", "expected a number")]
    [TestCase("    max_position_pct_equity: 1.5", 4, "strategies[0].max_position_pct_equity", "to 1")]
    [TestCase("    cooldown_seconds: -1", 4, "strategies[0].cooldown_seconds", "expected a number from 0")]
    [TestCase("    base_timeframe: fortnight", 4, "strategies[0].base_timeframe", "found 'fortnight'")]
    [TestCase("    universe_symbols: AAPL", 4, "strategies[0].universe_symbols", "expected a list")]
    [TestCase("    universe_symbols: [AAPL, AAPL]", 4, "strategies[0].universe_symbols", "duplicate symbol 'AAPL'")]
    [TestCase("    universe_symbols: [aapl]", 4, "strategies[0].universe_symbols", "not a symbol")]
    [TestCase("    params: { buy_rsi: 30 }", 4, "strategies[0].params.buy_rsi", "unknown field")]
    [TestCase("    params: { buy_rsi_below: 101 }", 4, "strategies[0].params.buy_rsi_below", "expected a number from 0 to 100")]
    [TestCase("    params: [1]", 4, "strategies[0].params", "expected a mapping")]
    [TestCase("  - name: one\n    type: macd_rsi", 4, "strategies[1].name", "duplicate name 'one', first used on line 2")]
    [TestCase("  - type: macd_rsi", 4, "strategies[1].name", "missing")]
    [TestCase("  - name: two\n    type: nonsense", 5, "strategies[1].type", "unknown strategy type 'nonsense'")]
    [TestCase("  - just text", 4, "strategies[1]", "expected a mapping")]
    [TestCase("extra: 1", 4, "extra", "unknown field")]
    public void Parse_OneFault_NamesFileLineFieldAndReason(string fault, int line, string field, string reason)
    {
        var result = Parse($"strategies:\n  - name: one\n    type: macd_rsi\n{fault}\n");
        Assert.That(result.Accepted, Is.False);
        Assert.That(result.Problems, Has.Count.EqualTo(1));
        Assert.Multiple(() =>
        {
            Assert.That(result.Problems[0].File, Is.EqualTo("strategies.yaml"));
            Assert.That(result.Problems[0].Line, Is.EqualTo(line));
            Assert.That(result.Problems[0].Field, Is.EqualTo(field));
            Assert.That(result.Problems[0].Reason, Does.Contain(reason));
        });
    }

    [TestCase("")]
    [TestCase("strategies")]
    [TestCase("strategies:\n  - name: one\n    type: [macd")]
    [TestCase("strategies:\n  - name: one\n    name: two\n    type: macd_rsi\n")]
    [TestCase("strategies: []\n---\nstrategies: []\n")]
    public void Parse_BrokenFile_Refused(string text) => Assert.That(Parse(text).Problems, Is.Not.Empty);

    [Test]
    public void Parse_SeveralFaults_AllReported() =>
        Assert.That(Parse("strategies:\n  - name: one\n    type: macd_rsi\n    enabled: 1\n    cooldown_seconds: x\n").Problems, Has.Count.EqualTo(2));

    [Test]
    public void Apply_RefusedFile_LastGoodStays()
    {
        var current = new CurrentCatalogue();
        Assert.That(current.Apply(Parse(Valid)), Is.True);
        var digest = current.Current.Digest;
        Assert.That(current.Apply(Parse("strategies: 1")), Is.False);
        Assert.Multiple(() =>
        {
            Assert.That(current.Current.Digest, Is.EqualTo(digest));
            Assert.That(current.State.Problems, Has.Count.EqualTo(1));
            Assert.That(current.State.Refused, Is.EqualTo(1));
        });
        Assert.That(current.Apply(Parse(Valid)), Is.False);
        Assert.That(current.State.Problems, Is.Empty);
    }

    private static CatalogueResult Parse(string text) => CatalogueParser.Parse("strategies.yaml", text);
}

using Torghut.Trading.Catalogue;
using Torghut.Trading.Risk;

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

    /// <summary>What breaks readers of YAML and JSON: refused with a line and a reason before anything is built of it.</summary>
    private static IEnumerable<TestCaseData> Hostile()
    {
        static TestCaseData Case(string name, string text, long line, string reason) => new TestCaseData(text, line, reason).SetArgDisplayNames(name);
        const string head = "strategies:\n";
        yield return Case("list 60,000 deep", head + "  " + new string('[', 60_000) + new string(']', 60_000), 2, "nested deeper than 20 levels");
        yield return Case("list 60,000 deep, not closed", "strategies: " + new string('[', 60_000), 1, "nested deeper than 20 levels");
        yield return Case("mapping 20,000 deep", "strategies: " + Repeat("{a: ", 20_000) + new string('}', 20_000), 1, "nested deeper than 20 levels");
        yield return Case("JSON 60,000 deep", "{\"strategies\": " + new string('[', 60_000) + new string(']', 60_000) + "}", 1, "nested deeper than 20 levels");
        yield return Case("block list 500 deep", "strategies: \n" + Repeat("- ", 500) + "x", 2, "nested deeper than 20 levels");
        yield return Case("many values", "strategies: [" + Repeat("1,", 150_000) + "]", 1, "more than 100000 values");
        yield return Case("anchor", "strategies:\n  - &a\n    name: x\n", 2, "anchors are not allowed");
        yield return Case("alias", "strategies: *a\n", 1, "aliases are not allowed");
        yield return Case("tag", "strategies: !!seq []\n", 1, "tags are not allowed");
        yield return Case("tag of another language", "strategies:\n  - !!python/object/apply:os.system [x]\n", 2, "tags are not allowed");
        yield return Case("NUL", "strategies: []\n\0\n  - name: x\n", 2, "a control character, U+0000");
        yield return Case("escape", "strategies: []\n# \u001b[2J\n", 2, "a control character, U+001B");
        yield return Case("two documents", "strategies: []\n---\nstrategies: []\n", 1, "expected one document");
        yield return Case("too long", "strategies: []\n#" + new string('x', 1_000_001), 0, "larger than 1000000");
        yield return Case("duplicate key", "strategies: []\nstrategies: []\n", 2, "not valid YAML");
    }

    [TestCaseSource(nameof(Hostile))]
    public void Parse_HostileFile_RefusedWithLineAndReason(string text, long line, string reason)
    {
        var problem = Parse(text).Problems[0];
        Assert.That(problem.Line, Is.EqualTo(line));
        Assert.That(problem.Reason, Does.Contain(reason));
    }

    [Test]
    public void Parse_HundredThousandProblems_TheFirstAreNamedShortly()
    {
        var problems = Parse("strategies:\n  - name: x\n    universe_symbols: [" + Repeat("'" + new string('y', 50) + "',", 9_000) + "]\n").Problems;
        Assert.That(problems, Has.Count.EqualTo(100));
        Assert.That(problems.Select(problem => problem.Reason.Length), Is.All.LessThan(300));
    }

    /// <summary>Pieces of good and bad catalogues in any order: refused with a reason, or a catalogue; nothing is thrown and nothing takes long.</summary>
    [Test]
    public void Parse_AnyFile_IsACatalogueOrHasProblems()
    {
        string[] pieces =
        [
            "strategies:", "\n", "\n  ", "\n    ", "- ", "name: a", "name: b", "type: macd_rsi", "type: rules", "version: 1.10", "enabled: true", "enabled: no",
            "universe_symbols: [AAPL]", "universe_symbols: [aapl", "max_notional_per_trade: 5000", "max_notional_per_trade: .nan", "cooldown_seconds: 1e3",
            "params: {buy_rsi_below: 30}", "params: {", "}", "]", "[", "{", ",", ":", "?", "- - -", "&a ", "*a", "!!str ", "|", ">", "'", "\"", "\\", "#", "%YAML 1.2\n---\n",
            "%TAG ! x", "---", "...", "\t", "\0", "\ud800", "\u2028", "\"\\UFFFFFFFF\"", "\"\\x0\"", "<<: ", "{\"strategies\":[{\"name\":\"j\",\"type\":\"macd_rsi\"}]}",
            "9999999999", "-",
        ];
        var random = new Random(11);
        var text = new System.Text.StringBuilder();
        var accepted = 0;
        for (var i = 0; i < 100_000; i++)
        {
            text.Clear().Append(random.Next(3) == 0 ? "strategies:\n  - name: one\n    type: macd_rsi\n    " : "");
            for (var count = random.Next(1, 10); count > 0; count--)
            {
                text.Append(pieces[random.Next(pieces.Length)]);
            }

            var result = Parse(text.ToString());
            accepted += result.Accepted ? 1 : 0;
            if (result.Accepted == result.Problems.Count > 0 || result.Problems.Any(problem => problem.Reason.Length is 0 or > 1_000))
            {
                Assert.Fail(text.ToString());
            }
        }

        Assert.That(accepted, Is.GreaterThan(100));
    }

    [Test]
    public void Warnings_ValuesThatAnotherSettingOverrides_Named()
    {
        var limits = new RiskOptions { Cooldown = TimeSpan.FromMinutes(3), MaxNotional = 1_000, MaxPositionPct = 0.01m };
        var warned = CatalogueWarnings.AddTo("strategies.yaml", Parse(Valid), limits);
        Assert.That(warned.Accepted, Is.True);
        Assert.That(
            warned.Warnings.Select(warning => (warning.Line, warning.Field)),
            Is.EqualTo(new[]
            {
                (2L, "strategies[0].cooldown_seconds"), (2L, "strategies[0].max_notional_per_trade"), (2L, "strategies[0].max_position_pct_equity"),
            }));
        Assert.That(warned.Warnings[0].Reason, Does.Contain("TRADING_COOLDOWN_SECONDS is longer, 180"));
        Assert.That(CatalogueWarnings.AddTo("strategies.yaml", Parse(Valid), new RiskOptions()).Warnings, Is.Empty);
    }

    [Test]
    public void Restore_OnlyWhileThereIsNoCatalogue()
    {
        var current = new CurrentCatalogue();
        current.Apply(Parse("strategies: 1"));
        current.Restore(Parse(Valid).Catalogue!);
        Assert.That((current.State.Origin, current.State.Problems.Count), Is.EqualTo((CatalogueOrigin.Database, 1)), "the file is still wrong");
        current.Apply(Parse("strategies: []"));
        current.Restore(Parse(Valid).Catalogue!);
        Assert.That((current.State.Origin, current.Current.Strategies.Count), Is.EqualTo((CatalogueOrigin.File, 0)));
    }

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

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static CatalogueResult Parse(string text) => CatalogueParser.Parse("strategies.yaml", text);
}

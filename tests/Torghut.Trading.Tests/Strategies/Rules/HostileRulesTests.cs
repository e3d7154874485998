using System.Diagnostics;
using System.Globalization;
using System.Text;
using Torghut.Trading.Catalogue;

namespace Torghut.Trading.Tests.Strategies.Rules;

/// <summary>Whatever stands in a rule, the file is refused with its place, at once and for little memory.</summary>
public sealed class HostileRulesTests
{
    private const int Files = 1_000;
    private const long MostBytes = 10_000_000;

    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Pieces =
    [
        "macd", "rsi14", "limit", "macdd", "position.qty", "system.exit", "and", "or", "not", "is", "null", "true", "(", ")", ",", "+", "-", "*", "/", "<",
        ">=", "==", "1", "0.5", "1e999", "avg", "avg(rsi14, 600)", "prev(macd, 601)", "crosses_above(macd, 0)", "'text'", "\\u0000", "$", "🚀", "a.b.c",
        "typeof(x)",
    ];

    [TestCase("macdd > 1", 1, "unknown name 'macdd'")]
    [TestCase("rsi14 < 35 and macd", 16, "expected a condition, found a number")]
    [TestCase("rsi14 < (macd > 1)", 15, "expected a number, found a condition")]
    [TestCase("rsi14 <", 8, "end of input")]
    [TestCase("rsi14 < 35 then", 12, "then")]
    [TestCase("1 < rsi14 < 35", 11, "<")]
    [TestCase("rsi14 < 35 & macd > 1", 12, "&")]
    [TestCase("sqrt(rsi14) < 3", 1, "unknown function 'sqrt'")]
    [TestCase("avg(rsi14) < 3", 1, "takes 2 values")]
    [TestCase("avg(rsi14, 601) < 3", 12, "from 1 to 600")]
    [TestCase("avg(rsi14 + 1, 5) < 3", 11, "expected the name of one")]
    [TestCase("prev(macd, 1.5) < 3", 12, "whole number")]
    [TestCase("crosses_above(ema12, ema26 * 2)", 28, "one bar ago")]
    public void Parse_BadRule_NamesLineAndColumn(string rule, int column, string reason)
    {
        var text = $"strategies:\n  - name: a\n    type: rules\n    exit: \"false\"\n    entry: \"{rule}\"\n";
        var problem = CatalogueParser.Parse("rules.yaml", text).Problems.Single();
        Assert.That((problem.Line, problem.Column), Is.EqualTo((5L, (long)("    entry: \"".Length + column))), problem.ToString());
        Assert.That(problem.Reason, Does.Contain(reason));
        Assert.That(problem.ToString(), Does.StartWith($"rules.yaml:5:{problem.Column}: strategies[0].entry: "));
    }

    [Test]
    public void Parse_BadRuleInABlock_NamesItsLine()
    {
        const string Text = "strategies:\n  - name: a\n    type: rules\n    exit: false\n    entry: |\n      rsi14 < 35\n      and macdd > 1\n";
        var problem = CatalogueParser.Parse("rules.yaml", Text).Problems.Single();
        Assert.That((problem.Line, problem.Column), Is.EqualTo((7L, 11L)));
    }

    [TestCase("    params: {rsi14: 3}\n", "no feature or word has")]
    [TestCase("    params: {Limit: 3}\n", "lower-case")]
    [TestCase("    params: {limit: many}\n", "expected a number")]
    [TestCase("    params: {limit: 3}\n    symbol_params: {IBM: {other: 3}}\n", "not a parameter of this strategy")]
    [TestCase("    symbol_params: {ibm: {}}\n", "not a symbol")]
    [TestCase("    guard: 5\n", "expected a condition")]
    [TestCase("    sell: rsi14 > 3\n", "unknown field")]
    public void Parse_BadFields_AreRefused(string more, string reason)
    {
        var text = $"strategies:\n  - name: a\n    type: rules\n    entry: rsi14 < 3\n    exit: rsi14 > 3\n{more}";
        Assert.That(CatalogueParser.Parse("rules.yaml", text).Problems.Select(problem => problem.Reason), Has.Some.Contains(reason));
    }

    [Test]
    public void Parse_RuleOfACompiledType_IsAnUnknownField()
    {
        const string Text = "strategies:\n  - name: a\n    type: macd_rsi\n    entry: rsi14 < 3\n";
        Assert.That(CatalogueParser.Parse("rules.yaml", Text).Problems.Single().Reason, Does.Contain("unknown field"));
    }

    /// <summary>Deep, long, endless, and of chance, until a thousand are refused; what chance makes a rule is understood, and costs no more.</summary>
    [Test]
    public void Parse_ThousandHostileFiles_CostLittle()
    {
        var random = new Random(11);
        Parse("warm < 1");
        var (slowest, largest, refused) = (TimeSpan.Zero, 0L, 0);
        for (var i = 0; refused < Files; i++)
        {
            var rule = Rule(i, random);
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var (result, elapsed) = Timed(rule);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

            // A machine that is busy with something else takes a pause now and then; a rule that is slow is slow every time.
            for (var again = 0; again < 5 && elapsed >= MostTime; again++)
            {
                elapsed = Timed(rule).Elapsed;
            }

            (slowest, largest) = (elapsed > slowest ? elapsed : slowest, Math.Max(largest, bytes));
            refused += result.Accepted ? 0 : 1;
            Assert.That(result.Accepted || result.Problems.All(problem => problem is { Line: > 0, Column: > 0 }), Is.True, rule);
        }

        TestContext.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{refused} refused; at most {slowest.TotalMilliseconds:0.0} ms, {largest} bytes"));
        Assert.That(largest, Is.LessThan(MostBytes));
        Assert.That(slowest, Is.LessThan(MostTime));
    }

    private static (CatalogueResult Result, TimeSpan Elapsed) Timed(string rule)
    {
        var began = Stopwatch.GetTimestamp();
        var result = Parse(rule);
        return (result, Stopwatch.GetElapsedTime(began));
    }

    private static CatalogueResult Parse(string rule)
    {
        var quoted = rule.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return CatalogueParser.Parse("rules.yaml", $"strategies:\n  - name: a\n    type: rules\n    exit: \"false\"\n    entry: \"{quoted}\"\n");
    }

    private static string Rule(int index, Random random) => index switch
    {
        0 => new string('(', 2_000),
        1 => new string('(', 999) + "1" + new string(')', 999),
        2 => string.Concat(Enumerable.Repeat("not ", 499)) + "true",
        3 => new string('-', 1_999) + "1",
        4 => new string('1', 2_000),
        5 => string.Join(" and ", Enumerable.Repeat("macd>1", 200)),
        6 => new string('a', 2_000),
        7 => new string(' ', 2_000),
        8 => new string('1', 5_000),
        9 => "",
        _ => Chance(random),
    };

    private static string Chance(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(1, 60); left > 0; left--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(3) == 0 ? "" : " ");
        }

        return text.ToString();
    }
}

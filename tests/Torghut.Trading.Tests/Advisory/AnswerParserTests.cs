using System.Diagnostics;
using System.Text;
using Torghut.Trading.Advisory;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>An answer is read strictly or not at all.</summary>
public sealed class AnswerParserTests
{
    private static IEnumerable<TestCaseData> Faults()
    {
        (string Name, string Text, string Outcome)[] cases =
        [
            ("nothing", "", "empty"),
            ("white space", " \r\n\t", "empty"),
            ("prose", "I approve this order.", "not_json"),
            ("fenced", "```json\n" + Answers.Good() + "\n```", "not_json"),
            ("cut", Answers.Good()[..^1], "not_json"),
            ("comment", Answers.Good().Replace("{", "{/*x*/", StringComparison.Ordinal), "not_json"),
            ("trailing comma", Answers.Good().Replace("[]}", "[],}", StringComparison.Ordinal), "not_json"),
            ("byte order mark", "\uFEFF" + Answers.Good(), "not_json"),
            ("lone surrogate", Answers.Good().Replace("macd", "\\ud800", StringComparison.Ordinal), "not_json"),
            ("lone surrogate in a name", Answers.Good().Replace("verdict", "\\ud800", StringComparison.Ordinal), "unknown_field"),
            ("prose behind", Answers.Good() + " Trust me.", "trailing_data"),
            ("a second answer", Answers.Good() + Answers.Good("veto"), "trailing_data"),
            ("a property twice", Answers.Good(more: ",\"verdict\":\"veto\""), "duplicate_key"),
            ("a property twice, escaped", Answers.Good(more: ",\"v\\u0065rdict\":\"veto\""), "duplicate_key"),
            ("unknown", Answers.Good(more: ",\"send\":true"), "unknown_field"),
            ("other case", Answers.Good(more: ",\"Verdict\":\"approve\""), "unknown_field"),
            ("prototype", Answers.Good(more: ",\"__proto__\":{}"), "unknown_field"),
            ("no verdict", Answers.Good().Replace("\"verdict\":\"approve\",", "", StringComparison.Ordinal), "missing_field"),
            ("empty object", "{}", "missing_field"),
            ("adjust without anything", Answers.Good("adjust"), "missing_field"),
            ("limit without a price", Answers.Good("adjust", more: ",\"adjusted_order_type\":\"limit\""), "missing_field"),
            ("array", "[" + Answers.Good() + "]", "wrong_type"),
            ("string", "\"approve\"", "wrong_type"),
            ("confidence as text", Answers.Good(confidence: "\"0.9\""), "wrong_type"),
            ("confidence null", Answers.Good(confidence: "null"), "wrong_type"),
            ("rationale as object", Answers.Good().Replace("\"macd above signal\"", "{}", StringComparison.Ordinal), "wrong_type"),
            ("flags as text", Answers.Good().Replace("[]", "\"size\"", StringComparison.Ordinal), "wrong_type"),
            ("flag as number", Answers.Good().Replace("[]", "[1]", StringComparison.Ordinal), "wrong_type"),
            ("deep", Answers.Good(confidence: new string('[', 500)), "wrong_type"),
            ("deep flags", Answers.Good().Replace("[]", new string('[', 500), StringComparison.Ordinal), "wrong_type"),
            ("another verdict", Answers.Good("buy_more"), "out_of_range"),
            ("surer than sure", Answers.Good(confidence: "1.01"), "out_of_range"),
            ("negative", Answers.Good(confidence: "-0.1"), "out_of_range"),
            ("quantity of nothing", Answers.Good("adjust", more: ",\"adjusted_qty\":0"), "out_of_range"),
            ("quantity below nothing", Answers.Good("adjust", more: ",\"adjusted_qty\":-5"), "out_of_range"),
            ("quantity without end", Answers.Good("adjust", more: ",\"adjusted_qty\":1e300"), "out_of_range"),
            ("another order type", Answers.Good("adjust", more: ",\"adjusted_order_type\":\"stop\""), "out_of_range"),
            ("no rationale", Answers.Good().Replace("macd above signal", "", StringComparison.Ordinal), "out_of_range"),
            ("long rationale", Answers.Good().Replace("macd", new string('a', 281), StringComparison.Ordinal), "out_of_range"),
            ("nul in the rationale", Answers.Good().Replace("macd", "\\u0000", StringComparison.Ordinal), "out_of_range"),
            ("another flag", Answers.Good().Replace("[]", "[\"drop table\"]", StringComparison.Ordinal), "out_of_range"),
            ("a flag twice", Answers.Good().Replace("[]", "[\"size\",\"size\"]", StringComparison.Ordinal), "out_of_range"),
            ("1e999", Answers.Good(confidence: "1e999"), "non_finite"),
            ("NaN", Answers.Good(confidence: "NaN"), "non_finite"),
            ("-Infinity", Answers.Good(confidence: "-Infinity"), "non_finite"),
            ("long", Answers.Good() + new string(' ', AnswerParser.MaxBytes), "oversized"),
            ("another subject", Answers.Good(subject: "0123456789abcdef:AAPL:sell"), "wrong_subject"),
            ("no subject's case", Answers.Good(subject: Answers.Subject.ToUpperInvariant()), "wrong_subject"),
        ];
        return cases.Select(one => new TestCaseData(one.Text, one.Outcome).SetName($"Parse_{one.Name}"));
    }

    [TestCaseSource(nameof(Faults))]
    public void Parse_Fault_HasItsOutcomeAndNoAdvice(string text, string outcome)
    {
        var parsed = AnswerParser.Parse(Answers.Utf8(text), Answers.Subject);
        Assert.That((parsed.Outcome.Code(), parsed.Advice), Is.EqualTo((outcome, (Advice?)null)));
    }

    [Test]
    public void Parse_BadUtf8_NotJson()
    {
        var bytes = Answers.Utf8(Answers.Good());
        bytes[^20] = 0xC0;
        Assert.That(AnswerParser.Parse(bytes, Answers.Subject).Outcome, Is.EqualTo(ReviewOutcome.NotJson));
    }

    [Test]
    public void Parse_GoodAnswers_ReadWhole()
    {
        var text = Answers.Good("adjust", "0.75", ",\"adjusted_qty\":12.0,\"adjusted_order_type\":\"limit\",\"limit_price\":99.5")
            .Replace("[]", "[\"size\",\"wide_spread\"]", StringComparison.Ordinal);
        var parsed = AnswerParser.Parse(Answers.Utf8(text), Answers.Subject);
        Assert.That(parsed.Outcome, Is.EqualTo(ReviewOutcome.Ok));
        var advice = parsed.Advice!;
        Assert.That((advice.Verdict, advice.Confidence, advice.AdjustedQty, advice.AdjustedOrderType, advice.LimitPrice),
            Is.EqualTo((ReviewVerdict.Adjust, 0.75m, (decimal?)12m, (OrderKind?)OrderKind.Limit, (decimal?)99.5m)));
        Assert.That(advice.RiskFlags, Is.EqualTo(new[] { "size", "wide_spread" }));
        var nulls = Answers.Utf8(Answers.Good(more: ",\"adjusted_qty\":null,\"adjusted_order_type\":null,\"limit_price\":null"));
        Assert.That(AnswerParser.Parse(nulls, Answers.Subject).Outcome, Is.EqualTo(ReviewOutcome.Ok), "a strict provider sends every property");
    }

    [Test]
    public void Parse_AnyBytes_NeverThrows() => Hurl(30_000);

    [Test]
    [Category("Drill")]
    public void Parse_AMillionByteStrings_NeverThrowsAndIsQuick()
    {
        Hurl(50_000);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ticks = Hurl(1_000_000);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000_000;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - heap - ((long)ticks.Length * sizeof(long));
        Array.Sort(ticks);
        var p99 = Stopwatch.GetElapsedTime(0, ticks[(int)(ticks.Length * 0.99)]);
        TestContext.Out.WriteLine($"drill: parser p99 {p99.TotalMicroseconds:F1} µs, {bytes} B a string, the test's own included, {kept / 1024} KiB kept");
        Assert.That(p99, Is.LessThanOrEqualTo(TimeSpan.FromMicroseconds(50)));
        Assert.That(kept, Is.LessThan(1 << 20), "nothing of an answer stays");
        Assert.That(bytes, Is.LessThan(64 * 1024));
    }

    /// <summary>Byte strings of every kind: noise, noise of JSON's own letters, and good answers with a few bytes changed, cut out or put in.</summary>
    private static long[] Hurl(int count)
    {
        var random = new Random(16);
        const string More = ",\"adjusted_qty\":5,\"limit_price\":null,\"adjusted_order_type\":\"market\"";
        var good = new[] { "approve", "veto", "adjust" }.Select(verdict => Answers.Utf8(Answers.Good(verdict, "0.7", More))).ToArray();
        var letters = Encoding.UTF8.GetBytes("{}[]\",:0123456789.eE+-truefalsn \\u\"verdictsubjectNaIy\u00e9");
        var ticks = new long[count];
        for (var at = 0; at < count; at++)
        {
            var bytes = Make(random, at % 3, good, letters);
            var began = Stopwatch.GetTimestamp();
            var parsed = AnswerParser.Parse(bytes, Answers.Subject);
            ticks[at] = Stopwatch.GetTimestamp() - began;
            Assert.That(parsed.Advice is not null, Is.EqualTo(parsed.Outcome == ReviewOutcome.Ok));
        }

        return ticks;
    }

    private static byte[] Make(Random random, int kind, byte[][] good, byte[] letters)
    {
        if (kind < 2)
        {
            var noise = new byte[random.Next(0, 200)];
            random.NextBytes(noise);
            return kind == 0 ? noise : [.. noise.Select(one => letters[one % letters.Length])];
        }

        var changed = good[random.Next(good.Length)].ToList();
        for (var change = random.Next(1, 5); change > 0 && changed.Count > 1; change--)
        {
            var where = random.Next(changed.Count);
            switch (random.Next(3))
            {
                case 0:
                    changed[where] = (byte)random.Next(256);
                    break;
                case 1:
                    changed.RemoveRange(where, Math.Min(random.Next(1, 20), changed.Count - where));
                    break;
                default:
                    changed.Insert(where, letters[random.Next(letters.Length)]);
                    break;
            }
        }

        return [.. changed];
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Advisory;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>
/// Whatever somebody outside writes, and wherever: in shadow no order changes, otherwise none is more than bounds allow; no secret leaves; nothing of it
/// stands in a log, a metric or the status.
/// </summary>
public sealed class HostileTests
{
    private static readonly string[] Risks = ["LLM01", "LLM02", "LLM05", "LLM06", "LLM07", "LLM09", "LLM10"];

    [Test]
    public void Cases_AreManyAndCoverEveryRiskAndField()
    {
        var all = HostileCases.All.ToList();
        Assert.That(all, Has.Count.GreaterThanOrEqualTo(300));
        Assert.That(all.Select(one => (one.Field, one.Text)), Is.Unique);
        TestContext.Out.WriteLine($"drill: {all.Count} hostile cases: {Mapping(all)}");
        foreach (var field in Enum.GetValues<HostileField>())
        {
            var own = all.Where(one => one.Field == field).ToList();
            TestContext.Out.WriteLine($"drill: {field}: {Mapping(own)}");
            Assert.That(own.Select(one => one.Risk).Distinct(), Is.EquivalentTo(Risks), field.ToString());
        }
    }

    [TestCase("shadow", false)]
    [TestCase("shadow", true)]
    [TestCase("veto", false)]
    [TestCase("veto", true)]
    [TestCase("adjust", false)]
    [TestCase("adjust", true)]
    public async Task Cases_All_ChangeNothingBeyondBoundsAndShowNowhere(string mode, bool live)
    {
        HostileCase? current = null;
        using var reviews = new Reviews(
            new ScriptedProvider((body, _) => Task.FromResult(Respond(current!, ScriptedProvider.SubjectOf(body)))),
            options => (options.TokenBudget, options.CostBudget, options.MaxTokens) = (long.MaxValue / 2, decimal.MaxValue / 2, 16),
            policy =>
            {
                policy.ShadowMode = mode == "shadow";
                policy.AdjustmentAllowed = policy.AdjustmentApproved = mode == "adjust";
            },
            live);
        foreach (var one in HostileCases.All)
        {
            current = one;
            var request = Request(one);
            var verdict = mode == "shadow" ? await InShadowAsync(reviews, request) : await reviews.AskAsync(request);
            var holds = mode == "shadow" ? !verdict.Veto && verdict.Order == request.Order : verdict.Veto || IsBounded(request.Order, verdict.Order, mode);
            Assert.That(holds, Is.True, $"{one}: {verdict}");
        }

        Assert.That(reviews.Provider.Asked, Has.Count.EqualTo(HostileCases.All.Count()));
        Assert.That(reviews.Provider.Asked.Where(body => body.Contains(HostileCase.Mark, StringComparison.Ordinal)), Is.Empty, "nothing of it is sent");
        Assert.That(reviews.Provider.Asked.Where(body => body.Contains(Reviews.Key, StringComparison.Ordinal)), Is.Empty, "no secret leaves");
        string[] shown =
            [await RegistryPage.ReadAsync(reviews.Registry), CanonicalJson.Serialize(reviews.Status.ToMap()), string.Join('\n', reviews.Logs.Lines)];
        Assert.That(reviews.Logs.Lines, Is.Not.Empty);
        string[] marks = [HostileCase.Mark, Reviews.Key];
        Assert.That(shown.Where(text => marks.Any(mark => text.Contains(mark, StringComparison.Ordinal))), Is.Empty);
    }

    /// <summary>Over generated reviews of every kind in every mode: in shadow the same order, otherwise none or one within bounds. No exception.</summary>
    [TestCase(150)]
    [TestCase(10_000, Category = "Drill")]
    public async Task Reviews_Generated_NeverMoreThanTheDeterministicOrder(int count)
    {
        var random = new Random(count);
        foreach (var mode in new[] { "shadow", "veto", "adjust" })
        {
            foreach (var live in new[] { false, true })
            {
                using var reviews = new Reviews(
                    new ScriptedProvider((body, _) => Task.FromResult(Any(random, ScriptedProvider.SubjectOf(body)))),
                    options => (options.TokenBudget, options.CostBudget, options.CircuitMaxErrors) = (long.MaxValue / 2, decimal.MaxValue / 2, 100),
                    policy =>
                    {
                        policy.ShadowMode = mode == "shadow";
                        policy.AdjustmentAllowed = policy.AdjustmentApproved = mode == "adjust";
                    },
                    live);
                var kinds = new HashSet<string>();
                for (var at = 0; at < count; at++)
                {
                    var request = Reviews.Request();
                    var verdict = mode == "shadow" ? await InShadowAsync(reviews, request) : await reviews.AskAsync(request);
                    kinds.Add(verdict.Veto ? "veto" : verdict.Order == request.Order ? "unchanged" : "adjusted");
                    Assert.That(verdict.Veto || (mode == "shadow" ? verdict.Order == request.Order : IsBounded(request.Order, verdict.Order, mode)), Is.True);
                }

                TestContext.Out.WriteLine($"drill: {count} reviews, {mode}, {(live ? "live-like" : "paper")}: {string.Join(", ", kinds.Order())}");
                Assert.That(kinds, Has.Count.EqualTo(mode switch { "shadow" => 1, "veto" => 2, _ => 3 }), $"{mode}: {string.Join(',', kinds)}");
            }
        }
    }

    private static string Mapping(IEnumerable<HostileCase> cases) =>
        string.Join(", ", cases.CountBy(one => one.Risk).Select(pair => $"{pair.Key} {pair.Value}"));

    /// <summary>The order at once, and its review as the worker would make it.</summary>
    private static async Task<AdvisoryVerdict> InShadowAsync(Reviews reviews, AdvisoryRequest request)
    {
        var verdict = await reviews.AskAsync(request);
        await reviews.Runner.RunAsync(request, reviews.Status.Current, TimeSpan.FromMinutes(1), CancellationToken.None);
        return verdict;
    }

    private static bool IsBounded(PlannedOrder order, PlannedOrder after, string mode) => after == order
        || (mode == "adjust" && after.Symbol == order.Symbol && after.Side == order.Side && after.Qty >= order.Qty * 0.5m && after.Qty <= order.Qty * 1.25m
            && after.LimitPrice is null or <= 100);

    private static AdvisoryRequest Request(HostileCase one) => one.Field switch
    {
        HostileField.StrategyName => Reviews.Request(strategy: one.Text),
        HostileField.Condition => Reviews.Request(conditions: [one.Text, "macd_cross_up"]),
        HostileField.Timeframe => WithTimeframe(Reviews.Request(), one.Text),
        _ => Reviews.Request(),
    };

    private static AdvisoryRequest WithTimeframe(AdvisoryRequest request, string text)
    {
        var draft = request.Decision.Draft;
        return request with { Decision = request.Decision with { Draft = draft with { Intent = draft.Intent with { Timeframe = text } } } };
    }

    private static HttpResponseMessage Respond(HostileCase one, string subject)
    {
        var (good, text) = (Answers.Good(subject: subject), JsonSerializer.Serialize(one.Text));
        string Says(string old, string replacement) => Answers.Body(good.Replace(old, replacement, StringComparison.Ordinal));
        return one.Field switch
        {
            HostileField.Content => ScriptedProvider.Ok(Answers.Body(one.Text)),
            HostileField.Rationale => ScriptedProvider.Ok(Says("\"macd above signal\"", text)),
            HostileField.Subject => ScriptedProvider.Ok(Says($"\"{subject}\"", text)),
            HostileField.RiskFlag => ScriptedProvider.Ok(Says("[]", $"[{text}]")),
            HostileField.ExtraProperty => ScriptedProvider.Ok(Answers.Body(good[..^1] + $",{text}:1}}")),
            HostileField.Refusal => ScriptedProvider.Ok(Answers.Body(null, more: $",\"refusal\":{text}")),
            HostileField.FinishReason => ScriptedProvider.Ok(Answers.Body(good, one.Text)),
            HostileField.ModelName => ScriptedProvider.Ok(Answers.Body(good).Replace("\"m-1\"", text, StringComparison.Ordinal)),
            HostileField.Fingerprint => ScriptedProvider.Ok(Answers.Body(good).Replace("\"fp_1\"", text, StringComparison.Ordinal)),
            HostileField.ErrorMessage => Failing($"{{\"error\":{{\"message\":{text}}}}}"),
            HostileField.ErrorParameter => Failing($"{{\"error\":{{\"param\":{text},\"message\":\"x\"}}}}"),
            _ => ScriptedProvider.Ok(Answers.Body(good)),
        };
    }

    private static HttpResponseMessage Failing(string body) => new(HttpStatusCode.BadRequest) { Content = new StringContent(body) };

    private static HttpResponseMessage Any(Random random, string subject)
    {
        string[] verdicts = ["approve", "veto", "adjust", "abstain", "escalate", "buy"];
        string[] extras = ["", ",\"adjusted_qty\":1e9", ",\"adjusted_qty\":30", ",\"adjusted_qty\":0.001",
            ",\"adjusted_order_type\":\"limit\",\"limit_price\":99.5", ",\"adjusted_order_type\":\"limit\",\"limit_price\":100000",
            ",\"symbol\":\"GME\"", ",\"side\":\"sell\""];
        string[] finishes = ["stop", "stop", "stop", "stop", "length", "tool_calls"];
        return random.Next(12) switch
        {
            0 => new HttpResponseMessage((HttpStatusCode)random.Next(400, 429)),
            1 => ScriptedProvider.Ok(new string((char)random.Next(32, 127), random.Next(0, 300))),
            _ => ScriptedProvider.Ok(Answers.Body(
                Answers.Good(
                    verdicts[random.Next(verdicts.Length)], (random.Next(-1, 12) / 10m).ToString(CultureInfo.InvariantCulture),
                    extras[random.Next(extras.Length)], random.Next(10) == 0 ? Answers.Subject : subject),
                finishes[random.Next(finishes.Length)])),
        };
    }
}

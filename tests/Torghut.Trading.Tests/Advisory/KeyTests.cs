using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Configuration;
using Torghut.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>Every key of the advisory layer, from the environment to what it changes: what is seen without it, and what with it.</summary>
public sealed class KeyTests
{
    private const string OwnModel = "LLM_SELF_HOSTED_BASE_URL=https://model:8000/v1";
    private const string Configured = "LLM_FAIL_MODE_ENFORCEMENT=configured";
    private const string Allowed = "LLM_ADJUSTMENT_ALLOWED=true";
    private const string Approved = "LLM_ADJUSTMENT_APPROVED=true";
    private const string Adjusting = Allowed + ";" + Approved;
    private const string OneError = "LLM_CIRCUIT_MAX_ERRORS=1";
    private const string Live = "TRADING_MODE=live;TRADING_LIVE_ENABLED=true;TRADING_LIVE_APPROVAL=CHG-1;TORGHUT_ACCOUNT_LABEL=live-main";

    private static readonly Row[] Rows =
    [
        new("LLM_ENABLED", "false", "AdvisoryReviewer", "NoReview", Reviewer),
        new("LLM_PROVIDER", "self_hosted", "api.openai.com", "model", Host, OwnModel),
        new("LLM_BASE_URL", "https://other.example/v1", "api.openai.com", "other.example", Host),
        new("LLM_API_KEY", "key-2", "Bearer key-of-the-test", "Bearer key-2", Authorization),
        new("LLM_MODEL", "m-0", "m-1", "m-0", Body("model")),
        new("LLM_SELF_HOSTED_BASE_URL", "http://model:8000/v1", "api.openai.com", "api.openai.com,model", HostsOfFailing),
        new("LLM_SELF_HOSTED_API_KEY", "key-3", "Bearer none", "Bearer key-3", Authorization, OwnModel + ";LLM_PROVIDER=self_hosted"),
        new("LLM_SELF_HOSTED_MODEL", "own-1", "m-1", "own-1", Body("model"), OwnModel + ";LLM_PROVIDER=self_hosted"),
        new("LLM_TIMEOUT_SECONDS", "1", "late", "timeout", Hanging, "LLM_TICK_BUDGET_SECONDS=10"),
        new("LLM_TICK_BUDGET_SECONDS", "0", "ok", "late", Outcome),
        new("LLM_MAX_TOKENS", "400", "300", "400", Body("max_completion_tokens")),
        new("LLM_TEMPERATURE", "", "0.2", "none", Body("temperature")),
        new("LLM_STRUCTURED_OUTPUT", "none", "sent", "none", Body("response_format")),
        new("LLM_TOKEN_PARAMETER", "max_tokens", "none", "300", Body("max_tokens")),
        new("LLM_PROMPT_VERSION", "v2", "ok", "prompt_missing", Outcome),
        new("LLM_ALLOWED_PROMPT_VERSIONS", "v2", "ok", "prompt_missing", Outcome),
        new("LLM_PROMPT_DIR", "/nonexistent/prompts", "ok", "prompt_missing", Outcome),
        new("LLM_TOKEN_BUDGET_PER_DAY", "100", "ok", "budget_exhausted", Outcome),
        new("LLM_COST_BUDGET_PER_DAY", "0", "ok", "budget_exhausted", Outcome),
        new("LLM_PRICE_PROMPT_PER_MILLION", "20", "0.0088", "0.0158", Cost),
        new("LLM_PRICE_COMPLETION_PER_MILLION", "60", "0.0088", "0.0106", Cost),
        new("LLM_CIRCUIT_MAX_ERRORS", "1", "http_5xx", "circuit_open", Failing(2)),
        new("LLM_CIRCUIT_WINDOW_SECONDS", "10", "circuit_open", "http_5xx", Failing(3), "LLM_CIRCUIT_MAX_ERRORS=2"),
        new("LLM_CIRCUIT_COOLDOWN_SECONDS", "30", "circuit_open", "http_5xx", Failing(2), OneError),
        new("LLM_SHADOW_MODE", "true", "veto", "shadow", Says("veto")),
        new("LLM_ROLLOUT_STAGE", "stage0", "veto", "shadow", Says("veto")),
        new("LLM_FAIL_MODE", "pass_through", "veto", "40 Market", Says("nothing"), Configured),
        new("LLM_FAIL_MODE_ENFORCEMENT", "configured", "veto", "40 Market", Says("nothing"), "LLM_ROLLOUT_STAGE=stage2"),
        new("LLM_ABSTAIN_FAIL_MODE", "pass_through", "veto", "40 Market", Says("abstain"), Configured),
        new("LLM_ESCALATE_FAIL_MODE", "pass_through", "veto", "40 Market", Says("escalate"), Configured),
        new("LLM_FAIL_OPEN_LIVE_APPROVED", "true", "LLM_FAIL_OPEN_LIVE_APPROVED", "intentional_exception", Start,
            Live + ";" + Configured + ";LLM_FAIL_MODE=pass_through"),
        new("LLM_MIN_CONFIDENCE", "0.95", "40 Market", "veto", Says("approve")),
        new("LLM_ADJUSTMENT_ALLOWED", "true", "veto", "30 Market", Adjusts(",\"adjusted_qty\":30"), Approved),
        new("LLM_ADJUSTMENT_APPROVED", "true", "veto", "30 Market", Adjusts(",\"adjusted_qty\":30"), Allowed),
        new("LLM_MIN_QTY_MULTIPLIER", "0.8", "20 Market", "32 Market", Adjusts(",\"adjusted_qty\":1"), Adjusting),
        new("LLM_MAX_QTY_MULTIPLIER", "1.1", "50 Market", "44 Market", Adjusts(",\"adjusted_qty\":1000"), Adjusting),
        new("LLM_ALLOWED_ORDER_TYPES", "market", "40 Limit", "veto", Adjusts(",\"adjusted_order_type\":\"limit\",\"limit_price\":99.5"), Adjusting),
        new("LLM_ALLOWED_MODELS", "m-0", "veto", "shadow", Says("veto")),
        new("LLM_EVALUATION_REPORT", "", "veto", "shadow", Says("veto")),
        new("LLM_EFFECTIVE_CHALLENGE_ID", "", "veto", "shadow", Says("veto")),
        new("LLM_SHADOW_COMPLETED_AT", "", "veto", "shadow", Says("veto")),
        new("LLM_MODEL_VERSION_LOCK", "", "veto", "shadow", Says("veto")),
        new("LLM_SELF_HOSTED_MODEL_VERSION_LOCK", "other", "40 Market", "veto", Says("approve"), OwnModel + ";LLM_PROVIDER=self_hosted"),
        new("LLM_MODEL_TRAINING_CUTOFF", "", "veto", "shadow", Says("veto")),
    ];

    private static IEnumerable<TestCaseData> Cases => Rows.Select(row => new TestCaseData(row).SetName($"Key_{row.Key}"));

    [Test]
    public void Keys_OfTheLayer_EachHasItsRow()
    {
        var keys = TradingService.OptionTypes.SelectMany(OptionKey.Of).Select(key => key.Name).Where(key => key.StartsWith("LLM_", StringComparison.Ordinal));
        Assert.That(Rows.Select(row => row.Key), Is.EquivalentTo(keys), "Say in a row what the key changes.");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Key_Set_ChangesWhatIsSeen(object given)
    {
        var row = (Row)given;
        Assert.That(await row.See(row.Environment(set: false)), Is.EqualTo(row.Without), "without the key");
        Assert.That(await row.See(row.Environment(set: true)), Is.EqualTo(row.With), $"{row.Key}={row.Value}");
    }

    private static Task<string> Reviewer(IReadOnlyDictionary<string, string> environment)
    {
        var services = new ServiceCollection();
        Registration.Add(services, Read(environment));
        return Task.FromResult(services.Last(service => service.ServiceType == typeof(IDecisionReviewer)).ImplementationType!.Name);
    }

    /// <summary>Whether the service starts, and how its posture stands to the policy.</summary>
    private static Task<string> Start(IReadOnlyDictionary<string, string> environment)
    {
        var options = OptionReader.Read(TradingService.OptionTypes, environment, out var problems);
        return Task.FromResult(options is null
            ? problems.Single().Key
            : StanceResolver.Resolve(
                options.Get<ProviderOptions>(), options.Get<AdvisoryPolicyOptions>(), new StanceFacts(options.Get<SwitchOptions>().IsLive, null, null, false),
                TimeProvider.System.GetUtcNow()).Classification);
    }

    private static async Task<string> Host(IReadOnlyDictionary<string, string> environment) =>
        (await AskedAsync(environment, Approving())).Provider.Addresses.Single().Host;

    private static async Task<string> HostsOfFailing(IReadOnlyDictionary<string, string> environment) => string.Join(
        ',', (await AskedAsync(environment, ScriptedProvider.Failing(HttpStatusCode.InternalServerError))).Provider.Addresses.Select(address => address.Host));

    private static async Task<string> Authorization(IReadOnlyDictionary<string, string> environment) =>
        (await AskedAsync(environment, Approving())).Provider.Authorization!;

    private static async Task<string> Outcome(IReadOnlyDictionary<string, string> environment) =>
        (await AskedAsync(environment, Approving())).Ledger.Records[^1].Read.Outcome.Code();

    private static async Task<string> Cost(IReadOnlyDictionary<string, string> environment) =>
        (await AskedAsync(environment, Approving())).Ledger.Records[^1].Cost!.Value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>What is sent under a name.</summary>
    private static Func<IReadOnlyDictionary<string, string>, Task<string>> Body(string name) => async environment =>
    {
        using var body = JsonDocument.Parse((await AskedAsync(environment, Approving())).Provider.Asked.Single());
        return !body.RootElement.TryGetProperty(name, out var value) ? "none" : value.ValueKind == JsonValueKind.Object ? "sent" : value.ToString();
    };

    /// <summary>How a review ends that nobody answers, once everybody's time is over.</summary>
    private static async Task<string> Hanging(IReadOnlyDictionary<string, string> environment)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var reviews = Over(environment, ScriptedProvider.Hanging(), time);
        var review = reviews.AskAsync();
        await Eventually.HoldsAsync(() => reviews.Provider.Asked.Count == 1, "the provider is asked");
        time.Advance(TimeSpan.FromMinutes(1));
        await review;
        return reviews.Ledger.Records.Single().Read.Outcome.Code();
    }

    /// <summary>How the last of some reviews ends, a minute apart, when the provider fails.</summary>
    private static Func<IReadOnlyDictionary<string, string>, Task<string>> Failing(int reviews) => async environment =>
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var all = Over(environment, ScriptedProvider.Failing(HttpStatusCode.InternalServerError), time);
        for (var at = 0; at < reviews; at++)
        {
            await all.AskAsync();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        return all.Ledger.Records[^1].Read.Outcome.Code();
    };

    private static Func<IReadOnlyDictionary<string, string>, Task<string>> Says(string verdict) => Answered(subject => Answers.Good(verdict, subject: subject));

    private static Func<IReadOnlyDictionary<string, string>, Task<string>> Adjusts(string more) =>
        Answered(subject => Answers.Good("adjust", more: more, subject: subject));

    /// <summary>What becomes of the order.</summary>
    private static Func<IReadOnlyDictionary<string, string>, Task<string>> Answered(Func<string, string> content) => async environment =>
    {
        using var reviews = Over(environment, ScriptedProvider.Saying(content), TimeProvider.System);
        var verdict = await reviews.AskAsync();
        return !verdict.Waited ? "shadow" : verdict.Veto ? "veto" : string.Create(CultureInfo.InvariantCulture, $"{verdict.Order.Qty} {verdict.Order.Kind}");
    };

    /// <summary>Asked whatever advice may do.</summary>
    private static async Task<Reviews> AskedAsync(IReadOnlyDictionary<string, string> environment, ScriptedProvider provider)
    {
        using var reviews = Over(environment, provider, TimeProvider.System);
        await reviews.Runner.RunAsync(Reviews.Request(), reviews.Status.Current, reviews.Options.TickBudget, CancellationToken.None);
        return reviews;
    }

    private static ScriptedProvider Approving() => ScriptedProvider.Saying(subject => Answers.Good(subject: subject));

    private static Reviews Over(IReadOnlyDictionary<string, string> environment, ScriptedProvider provider, TimeProvider time)
    {
        var options = Read(environment);
        return new Reviews(provider, options.Get<ProviderOptions>(), options.Get<AdvisoryPolicyOptions>(), options.Get<SwitchOptions>().IsLive, time);
    }

    private static OptionSet Read(IReadOnlyDictionary<string, string> environment)
    {
        var options = OptionReader.Read(TradingService.OptionTypes, environment, out var problems);
        return options ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    /// <param name="Key">The key.</param>
    /// <param name="Value">What it is set to.</param>
    /// <param name="Without">What is seen without it, or with the value that <see cref="StanceTests.Governed"/> gives it.</param>
    /// <param name="With">What is seen with it.</param>
    /// <param name="See">Looks.</param>
    /// <param name="Also">What else is set in both cases, <c>KEY=value;KEY=value</c>.</param>
    private sealed record Row(
        string Key, string Value, string Without, string With, Func<IReadOnlyDictionary<string, string>, Task<string>> See, string Also = "")
    {
        public Dictionary<string, string> Environment(bool set)
        {
            var environment = new Dictionary<string, string>(StanceTests.Governed);
            foreach (var pair in Also.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
            {
                environment[pair[0]] = pair[1];
            }

            if (set)
            {
                environment[Key] = Value;
            }

            return environment;
        }
    }
}

using Torghut.Common.Configuration;

namespace Torghut.Trading.Advisory;

/// <summary>Who is asked for advice, how, and what it may cost. Off until it is switched on.</summary>
internal sealed class ProviderOptions : IValidatableOptions
{
    private const decimal PerMillion = 1_000_000;

    [ConfigurationKey("LLM_ENABLED", "Whether a language model is asked about decisions; false asks nobody.")]
    public bool Enabled { get; set; }

    [ConfigurationKey("LLM_PROVIDER", "Whose endpoint is asked first.")]
    public AdvisoryProvider Provider { get; set; } = AdvisoryProvider.OpenAi;

    [ConfigurationKey("LLM_BASE_URL", "Root of the provider's OpenAI-compatible interface.", Schemes = "http,https")]
    public Uri Address { get; set; } = new("https://api.openai.com/v1");

    [ConfigurationKey("LLM_API_KEY", "Key of the provider.", Secret = true)]
    public string ApiKey { get; set; } = "";

    [ConfigurationKey("LLM_MODEL", "Model that is asked for.")]
    public string Model { get; set; } = "";

    [ConfigurationKey("LLM_SELF_HOSTED_BASE_URL", "Root of a self-hosted OpenAI-compatible interface, asked when the first cannot answer.",
        Schemes = "http,https")]
    public Uri? SelfHostedAddress { get; set; }

    [ConfigurationKey("LLM_SELF_HOSTED_API_KEY", "Key of the self-hosted endpoint, if it wants one.", Secret = true)]
    public string SelfHostedApiKey { get; set; } = "";

    [ConfigurationKey("LLM_SELF_HOSTED_MODEL", "Model of the self-hosted endpoint; empty for LLM_MODEL.")]
    public string SelfHostedModel { get; set; } = "";

    [ConfigurationKey("LLM_TIMEOUT_SECONDS", "Longest wait for one answer.", Min = 1, Max = 120)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    [ConfigurationKey("LLM_TICK_BUDGET_SECONDS", "Longest time that all reviews of one tick may take together.", Min = 0, Max = 120)]
    public TimeSpan TickBudget { get; set; } = TimeSpan.FromSeconds(20);

    [ConfigurationKey("LLM_MAX_TOKENS", "Most tokens of an answer, hidden reasoning included.", Min = 16, Max = 100_000)]
    public int MaxTokens { get; set; } = 300;

    [ConfigurationKey("LLM_TEMPERATURE", "Sampling temperature; empty sends none, as reasoning models ask.", Min = 0, Max = 2, EmptyIsNone = true)]
    public decimal? Temperature { get; set; } = 0.2m;

    [ConfigurationKey("LLM_STRUCTURED_OUTPUT", "How the answer's form is asked for.")]
    public StructuredOutput StructuredOutput { get; set; } = StructuredOutput.JsonSchema;

    [ConfigurationKey("LLM_TOKEN_PARAMETER", "Name under which the endpoint takes the most tokens of an answer.")]
    public TokenParameter TokenParameter { get; set; } = TokenParameter.MaxCompletionTokens;

    [ConfigurationKey("LLM_PROMPT_VERSION", "Version of the prompt.")]
    public string PromptVersion { get; set; } = "v1";

    [ConfigurationKey("LLM_ALLOWED_PROMPT_VERSIONS", "Prompt versions that may be used; comma-separated.")]
    public IReadOnlyList<string> AllowedPromptVersions { get; set; } = ["v1"];

    [ConfigurationKey("LLM_PROMPT_DIR", "Directory of the prompt files VERSION.txt; empty for those that come with the program.")]
    public string PromptDirectory { get; set; } = "";

    [ConfigurationKey("LLM_TOKEN_BUDGET_PER_DAY", "Most tokens of one day of New York.", Min = 0)]
    public long TokenBudget { get; set; } = 1_000_000;

    [ConfigurationKey("LLM_COST_BUDGET_PER_DAY", "Most money of one day of New York, USD.", Min = 0)]
    public decimal CostBudget { get; set; } = 10;

    [ConfigurationKey("LLM_PRICE_PROMPT_PER_MILLION", "Price of a million tokens of a prompt, USD.", Min = 0)]
    public decimal PromptPrice { get; set; } = 10;

    [ConfigurationKey("LLM_PRICE_COMPLETION_PER_MILLION", "Price of a million tokens of an answer, USD.", Min = 0)]
    public decimal CompletionPrice { get; set; } = 30;

    [ConfigurationKey("LLM_CIRCUIT_MAX_ERRORS", "Errors within the window that open the circuit.", Min = 1, Max = 100)]
    public int CircuitMaxErrors { get; set; } = 3;

    [ConfigurationKey("LLM_CIRCUIT_WINDOW_SECONDS", "Time within which errors are counted together.", Min = 1)]
    public TimeSpan CircuitWindow { get; set; } = TimeSpan.FromSeconds(300);

    [ConfigurationKey("LLM_CIRCUIT_COOLDOWN_SECONDS", "How long an open circuit lets nothing through.", Min = 1)]
    public TimeSpan CircuitCooldown { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>Who is asked, in this order: the next when the one before cannot answer.</summary>
    public IReadOnlyList<ProviderEndpoint> Endpoints()
    {
        var first = new ProviderEndpoint(ProviderEndpoint.OpenAi, Address, ApiKey, Model);
        if (SelfHostedAddress is null)
        {
            return [first];
        }

        var own = new ProviderEndpoint(
            ProviderEndpoint.SelfHosted, SelfHostedAddress, SelfHostedApiKey, SelfHostedModel.Length > 0 ? SelfHostedModel : Model);
        return Provider == AdvisoryProvider.SelfHosted ? [own] : [first, own];
    }

    /// <summary>The most tokens that a request of so many bytes can take, and what those cost, USD.</summary>
    public (long Tokens, decimal Cost) Bound(int bytes)
    {
        // No model has a token of less than a byte: the bytes bound the tokens without knowing how it counts.
        return ((long)bytes + MaxTokens, Cost(bytes, MaxTokens));
    }

    /// <summary>
    /// What a request took by its usage; null when the provider did not say. More than the request could take is booked as it is said, so that the day closes
    /// and is not overspent unseen; but nobody's word books more than a whole day.
    /// </summary>
    public TokenUsage? Used(int bytes, ReadReply read)
    {
        if (read is not { PromptTokens: { } prompt, CompletionTokens: { } completion })
        {
            return null;
        }

        var (most, dearest) = Bound(bytes);
        var (tokens, cost) = ((long)prompt + completion, Cost(prompt, completion));
        var isAbove = completion > MaxTokens || tokens > most || cost > dearest;
        return new TokenUsage(Math.Min(tokens, Math.Max(most, TokenBudget)), Math.Min(cost, Math.Max(dearest, CostBudget)), isAbove);
    }

    /// <summary>What so many tokens cost, USD.</summary>
    public decimal Cost(long promptTokens, long completionTokens) =>
        ((promptTokens * PromptPrice) + (completionTokens * CompletionPrice)) / PerMillion;

    public IEnumerable<ConfigurationProblem> Validate() => Enabled ? ValidateProvider() : [];

    /// <summary>What keeps a model from being asked, by the service or by a command, which asks whether or not the service does.</summary>
    public IEnumerable<ConfigurationProblem> ValidateProvider() =>
        [.. Provider == AdvisoryProvider.SelfHosted ? ValidateSelfHosted() : ValidateFirst(), .. ValidateFallback(), .. ValidateTransport()];

    private IEnumerable<ConfigurationProblem> ValidateSelfHosted()
    {
        if (SelfHostedAddress is null)
        {
            yield return new("LLM_SELF_HOSTED_BASE_URL", "an address, because LLM_PROVIDER=self_hosted", null);
        }

        if (SelfHostedModel.Length == 0 && Model.Length == 0)
        {
            yield return new("LLM_SELF_HOSTED_MODEL", "a model, because LLM_PROVIDER=self_hosted", null);
        }
    }

    private IEnumerable<ConfigurationProblem> ValidateFirst()
    {
        if (Model.Length == 0)
        {
            yield return new("LLM_MODEL", "a model, because one is asked", null);
        }

        if (ApiKey.Length == 0)
        {
            yield return new("LLM_API_KEY", "a key, because a model is asked", null);
        }
    }

    /// <summary>What is set for an endpoint that has no address would be ignored: somebody believes that there is a fallback.</summary>
    private IEnumerable<ConfigurationProblem> ValidateFallback()
    {
        if (SelfHostedAddress is not null || Provider == AdvisoryProvider.SelfHosted)
        {
            yield break;
        }

        foreach (var (key, text) in new[] { ("LLM_SELF_HOSTED_MODEL", SelfHostedModel), ("LLM_SELF_HOSTED_API_KEY", SelfHostedApiKey) })
        {
            if (text.Length > 0)
            {
                yield return new("LLM_SELF_HOSTED_BASE_URL", $"an address, because {key} is set", null);
            }
        }
    }

    /// <summary>A key that is sent to another machine in the clear is no secret any more, whoever's machine it is.</summary>
    private IEnumerable<ConfigurationProblem> ValidateTransport()
    {
        foreach (var endpoint in Endpoints().Where(endpoint =>
            endpoint.ApiKey.Length > 0 && endpoint.Address.Scheme != Uri.UriSchemeHttps && !endpoint.Address.IsLoopback))
        {
            yield return new(
                endpoint.Name == ProviderEndpoint.SelfHosted ? "LLM_SELF_HOSTED_BASE_URL" : "LLM_BASE_URL",
                "https, because the key is sent to it",
                $"'{endpoint.Address.Scheme}'");
        }
    }
}

using Torghut.Trading.Account;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Advisory;

/// <summary>What advice may do now, and how the last reviews ended; in memory, so that <c>/trading/status</c> answers whatever is down.</summary>
internal sealed class AdvisoryStatus
{
    /// <summary>What is said of a circuit that nobody has looked at yet.</summary>
    private const string NotRead = "not_read";

    private readonly ProviderOptions _options;
    private readonly AdvisoryPolicyOptions _policy;
    private readonly SwitchOptions _switches;
    private readonly PromptLibrary _prompts;
    private readonly AdvisoryMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AdvisoryStatus> _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CircuitStatus> _circuits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Outcome, DateTimeOffset At)> _attempts = new(StringComparer.Ordinal);
    private bool _isMismatch;
    private string? _withdrawn = StanceReasons.LedgerNotRead;
    private CounterfactualVerdict? _worth;
    private string? _refusedParameter;
    private string? _aboveLimit;

    public AdvisoryStatus(
        ProviderOptions options, AdvisoryPolicyOptions policy, SwitchOptions switches, PromptLibrary prompts, AdvisoryMetrics metrics, TimeProvider time,
        ILogger<AdvisoryStatus> logger)
    {
        (_options, _policy, _switches, _prompts, _metrics, _time, _logger) = (options, policy, switches, prompts, metrics, time, logger);
        metrics.ShowPosture(() => Current.Classification);
    }

    /// <summary>What advice may do now.</summary>
    public Stance Current
    {
        get
        {
            lock (_lock)
            {
                return Resolve(_isMismatch);
            }
        }
    }

    /// <summary>What the ledger says of the model; null until it was read, and where nobody is asked.</summary>
    public CounterfactualVerdict? Worth
    {
        get
        {
            lock (_lock)
            {
                return _worth;
            }
        }
    }

    /// <summary>The model, prompt, evaluation and policy that are judged together.</summary>
    public string Standing => Standings.OfEvidence(_policy, _options, _prompts.Current?.Sha256);

    /// <summary>What a demotion is written down for.</summary>
    public string DemotionStanding => Standings.OfDemotion(_policy, _options, _prompts.Current?.Sha256);

    /// <summary>What a demotion that holds now can have been written down for.</summary>
    public IReadOnlyList<string> DemotionsInForce => Standings.OfDemotionsInForce(_policy, _options, _prompts.Current?.Sha256);

    /// <summary>How the posture stands to the policy with this answer: what its row and its counter say, and the status once it was observed.</summary>
    /// <param name="read">The answer; one without advice leaves what is known.</param>
    /// <param name="modelLock">The endpoint's lock.</param>
    public string ClassificationWith(ReadReply read, string modelLock)
    {
        lock (_lock)
        {
            return Resolve(IsMismatchAfter(read, modelLock)).Classification;
        }
    }

    /// <summary>Takes note of an attempt, in numbers and words of ours: nothing that a provider wrote goes into a log or a label.</summary>
    /// <param name="record">The attempt.</param>
    /// <param name="circuit">The endpoint's circuit after it; null where it was not looked at.</param>
    public void Observe(ReviewRecord record, CircuitStatus? circuit)
    {
        var outcome = record.Read.Outcome;
        lock (_lock)
        {
            _attempts[record.Endpoint.Name] = (outcome.Code(), _time.GetUtcNow());
            if (circuit is { } after)
            {
                Show(record.Endpoint.Name, after);
            }

            _isMismatch = IsMismatchAfter(record.Read, record.Bounds.ModelLock);

            // A parameter that an endpoint refuses is a fault of the configuration until it answers.
            _aboveLimit = AboveLimitAfter(record);
            _refusedParameter = record.Read.RefusedParameter ?? (outcome == ReviewOutcome.Ok ? null : _refusedParameter);
        }

        Count(record);
        if (record.IsAboveLimit)
        {
            TradingLog.TokenLimitExceeded(_logger, record.Endpoint.Name, record.Tokens ?? 0);
        }

        if (record.Read.Advice?.Verdict == ReviewVerdict.Escalate)
        {
            TradingLog.ReviewEscalated(_logger, record.DecisionHash, record.Mode);
        }
        else if (outcome != ReviewOutcome.Ok)
        {
            TradingLog.ReviewWithoutAdvice(_logger, record.DecisionHash, outcome.Code(), record.Mode);
        }
    }

    /// <summary>Takes note of a review that ended without a row.</summary>
    /// <param name="hash">Of its decision.</param>
    /// <param name="mode">What advice may do.</param>
    /// <param name="reason">One of <see cref="UnrecordedReasons"/>.</param>
    /// <param name="detail">The database's words, or the kind of a fault, whose words may be a provider's.</param>
    public void Unrecorded(string hash, string mode, string reason, string detail)
    {
        _metrics.Unrecorded(reason);
        TradingLog.ReviewWithoutAdvice(_logger, hash, $"{reason} ({detail})", mode);
    }

    /// <summary>Takes note of the circuits as they are stored.</summary>
    public void Saw(IReadOnlyDictionary<string, Circuit> circuits)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var endpoint in _options.Endpoints())
            {
                Show(endpoint.Name, circuits.GetValueOrDefault(endpoint.Name, Circuit.Closed).StatusAt(now));
            }
        }
    }

    /// <summary>Takes note of what the counterfactual ledger says.</summary>
    public void Judge(bool demoted, CounterfactualVerdict worth)
    {
        lock (_lock)
        {
            (_withdrawn, _worth) = (demoted ? StanceReasons.Demoted : null, worth);
        }

        _metrics.DemotedIs(demoted);
    }

    public JsonMap ToMap()
    {
        var map = Current.ToMap();
        map["enabled"] = _options.Enabled;
        map["stage"] = _policy.Stage;
        map["model"] = _options.Endpoints()[0].Model;
        map["prompt_version"] = _options.PromptVersion;
        lock (_lock)
        {
            map["configuration_fault"] = _refusedParameter is { } name ? $"parameter_refused:{name}"
                : _aboveLimit is { } endpoint ? $"token_limit_exceeded:{endpoint}" : null;
            map["counterfactual"] = _worth?.ToMap();
            map["endpoints"] = Endpoints().ToList();
        }

        return map;
    }

    private Stance Resolve(bool isMismatch) =>
        StanceResolver.Resolve(_options, _policy, new StanceFacts(_switches.IsLive, _prompts.Fault, _withdrawn, isMismatch), _time.GetUtcNow());

    /// <summary>
    /// Only the answer says which model gave it. Whoever answered last is who is judged: a fallback that is not asked any more would be a mismatch for ever.
    /// </summary>
    private bool IsMismatchAfter(ReadReply read, string modelLock) => read.Advice is null ? _isMismatch : !PolicyGuard.IsLocked(read, modelLock);

    /// <summary>The endpoint that takes more tokens than it may, until it says that it took no more.</summary>
    private string? AboveLimitAfter(ReviewRecord record)
    {
        var name = record.Endpoint.Name;
        return record.IsAboveLimit ? name : record.Tokens is not null && _aboveLimit == name ? null : _aboveLimit;
    }

    private IEnumerable<JsonMap> Endpoints() => !_options.Enabled ? [] : _options.Endpoints().Select(endpoint =>
    {
        var attempt = _attempts.TryGetValue(endpoint.Name, out var last) ? last : ((string Outcome, DateTimeOffset At)?)null;
        return new JsonMap
        {
            ["endpoint"] = endpoint.Name,
            ["model"] = endpoint.Model,
            ["circuit"] = _circuits.TryGetValue(endpoint.Name, out var circuit) ? CanonicalText.Of(circuit) : NotRead,
            ["last_outcome"] = attempt?.Outcome,
            ["at"] = attempt?.At,
        };
    });

    private void Show(string endpoint, CircuitStatus circuit)
    {
        _circuits[endpoint] = circuit;
        _metrics.CircuitIs(endpoint, circuit switch { CircuitStatus.Open => 2, CircuitStatus.HalfOpen => 1, _ => 0 });
    }

    private void Count(ReviewRecord record)
    {
        var (outcome, advice) = (record.Read.Outcome, record.Read.Advice);
        _metrics.Reviewed(outcome.Code(), advice is null ? null : CanonicalText.Of(advice.Verdict), record.Latency);
        _metrics.PolicyResolved(record.Classification);
        _metrics.Tokens(record.Read.PromptTokens ?? 0, record.Read.CompletionTokens ?? 0);
        if (outcome != ReviewOutcome.Ok)
        {
            _metrics.NoAdvice(outcome.Code(), outcome.IsParseFault(), outcome == ReviewOutcome.CircuitOpen);
        }

        foreach (var reason in record.Guarded.Reasons)
        {
            _metrics.Guarded(reason);
        }
    }
}

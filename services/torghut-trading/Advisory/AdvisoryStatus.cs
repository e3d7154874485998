using Torghut.Trading.Account;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Advisory;

/// <summary>What advice may do now, and how the last reviews ended; in memory, so that <c>/trading/status</c> answers whatever is down.</summary>
internal sealed class AdvisoryStatus(
    ProviderOptions options, AdvisoryPolicyOptions policy, SwitchOptions switches, PromptLibrary prompts, AdvisoryMetrics metrics, TimeProvider time,
    ILogger<AdvisoryStatus> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Circuit, string Outcome, DateTimeOffset At)> _endpoints = new(StringComparer.Ordinal);
    private bool _isMismatch;
    private string? _withdrawn = StanceReasons.LedgerNotRead;
    private CounterfactualVerdict? _worth;
    private string? _refusedParameter;

    /// <summary>What advice may do now.</summary>
    public Stance Current
    {
        get
        {
            lock (_lock)
            {
                var facts = new StanceFacts(switches.IsLive, prompts.Fault, _withdrawn, _isMismatch);
                return StanceResolver.Resolve(options, policy, facts, time.GetUtcNow());
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

    /// <summary>The model, prompt and evaluation that are judged together.</summary>
    public string Standing => policy.Standing(options, prompts.Current?.Sha256);

    /// <summary>The same under the name that an older version gave it.</summary>
    public string FormerStanding => policy.FormerStanding(options);

    /// <summary>Takes note of an attempt, in numbers and words of ours: nothing that a provider wrote goes into a log or a label.</summary>
    /// <param name="record">The attempt.</param>
    /// <param name="circuit">The endpoint's circuit after it; null where it was not looked at.</param>
    public void Observe(ReviewRecord record, CircuitStatus? circuit)
    {
        var outcome = record.Read.Outcome;
        lock (_lock)
        {
            var name = record.Endpoint.Name;
            var known = circuit is { } after ? CanonicalText.Of(after) : _endpoints.TryGetValue(name, out var before) ? before.Circuit : "closed";
            _endpoints[name] = (known, outcome.Code(), time.GetUtcNow());

            // Whoever answered last is who is judged: a fallback that is not asked any more would be a mismatch for ever.
            if (record.Read.Advice is not null)
            {
                _isMismatch = !PolicyGuard.IsLocked(record.Read, record.Bounds.ModelLock);
            }

            // A parameter that an endpoint refuses is a fault of the configuration until it answers.
            _refusedParameter = record.Read.RefusedParameter ?? (outcome == ReviewOutcome.Ok ? null : _refusedParameter);
        }

        Count(record, circuit);
        if (record.Read.Advice?.Verdict == ReviewVerdict.Escalate)
        {
            TradingLog.ReviewEscalated(logger, record.DecisionHash, record.Mode);
        }
        else if (outcome != ReviewOutcome.Ok)
        {
            TradingLog.ReviewWithoutAdvice(logger, record.DecisionHash, outcome.Code(), record.Mode);
        }
    }

    /// <summary>Takes note of a review that ended without a row.</summary>
    /// <param name="hash">Of its decision.</param>
    /// <param name="mode">What advice may do.</param>
    /// <param name="reason">One of <see cref="UnrecordedReasons"/>.</param>
    /// <param name="detail">The database's words, or the kind of a fault, whose words may be a provider's.</param>
    public void Unrecorded(string hash, string mode, string reason, string detail)
    {
        metrics.Unrecorded(reason);
        TradingLog.ReviewWithoutAdvice(logger, hash, $"{reason} ({detail})", mode);
    }

    /// <summary>Takes note of what the counterfactual ledger says.</summary>
    public void Judge(bool demoted, CounterfactualVerdict worth)
    {
        lock (_lock)
        {
            (_withdrawn, _worth) = (demoted ? StanceReasons.Demoted : null, worth);
        }

        metrics.DemotedIs(demoted);
    }

    public JsonMap ToMap()
    {
        var map = Current.ToMap();
        map["enabled"] = options.Enabled;
        map["stage"] = policy.Stage;
        map["model"] = options.Model;
        map["prompt_version"] = options.PromptVersion;
        map["configuration_fault"] = _refusedParameter is { } name ? $"parameter_refused:{name}" : null;
        lock (_lock)
        {
            map["counterfactual"] = _worth?.ToMap();
            map["endpoints"] = _endpoints.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new JsonMap
            {
                ["endpoint"] = pair.Key,
                ["circuit"] = pair.Value.Circuit,
                ["last_outcome"] = pair.Value.Outcome,
                ["at"] = pair.Value.At,
            }).ToList();
        }

        return map;
    }

    private void Count(ReviewRecord record, CircuitStatus? circuit)
    {
        var (outcome, advice) = (record.Read.Outcome, record.Read.Advice);
        metrics.Reviewed(outcome.Code(), advice is null ? null : CanonicalText.Of(advice.Verdict), record.Latency);
        metrics.PolicyResolved(record.Classification);
        metrics.Tokens(record.Read.PromptTokens ?? 0, record.Read.CompletionTokens ?? 0);
        if (circuit is { } known)
        {
            metrics.CircuitIs(record.Endpoint.Name, known switch { CircuitStatus.Open => 2, CircuitStatus.HalfOpen => 1, _ => 0 });
        }

        if (outcome != ReviewOutcome.Ok)
        {
            metrics.NoAdvice(outcome.Code(), outcome.IsParseFault(), outcome == ReviewOutcome.CircuitOpen);
        }

        foreach (var reason in record.Guarded.Reasons)
        {
            metrics.Guarded(reason);
        }
    }
}

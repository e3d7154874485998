using Prometheus;
using Torghut.Common.Metrics;

namespace Torghut.Trading.Observability;

/// <summary>Metrics of the advisory layer. Labels come from closed sets; nothing that a model or provider wrote is among them.</summary>
internal sealed class AdvisoryMetrics
{
    private static readonly double[] Seconds = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60];

    private readonly CollectorRegistry _registry;
    private readonly Counter _requests;
    private readonly Counter _outcomes;
    private readonly Counter _vetoes;
    private readonly Counter _errors;
    private readonly Counter _parseErrors;
    private readonly Counter _circuitSkips;
    private readonly Gauge _circuit;
    private readonly Counter _promptTokens;
    private readonly Counter _completionTokens;
    private readonly Counter _guard;
    private readonly Histogram _latency;
    private readonly Counter _resolutions;
    private readonly Counter _escalations;
    private readonly Counter _shadowDropped;
    private readonly Counter _unrecorded;
    private readonly Gauge _violation;
    private readonly Gauge _exception;
    private readonly Gauge _demoted;

    /// <param name="registry">The registry of this host.</param>
    /// <param name="codes">What is counted by.</param>
    public AdvisoryMetrics(CollectorRegistry registry, MetricCodes codes)
    {
        _registry = registry;
        var metrics = ServiceMetricFactory.Create(registry);
        _requests = metrics.CreateCounter("torghut_llm_requests_total", "Reviews by verdict; none is every end without one.", "verdict");
        _outcomes = metrics.CreateCounter("torghut_llm_outcomes_total", "Attempts at a review by outcome.", "outcome");
        _vetoes = metrics.CreateCounter("torghut_llm_veto_total", "Reviews that said veto.");
        _errors = metrics.CreateCounter("torghut_llm_error_total", "Attempts that gave no advice, by outcome.", "error_class");
        _parseErrors = metrics.CreateCounter("torghut_llm_parse_error_total", "Answers that were not in the form asked for.");
        _circuitSkips = metrics.CreateCounter("torghut_llm_circuit_open_total", "Attempts that an open circuit stopped.");
        _circuit = metrics.CreateGauge(
            "torghut_llm_circuit_state", "The circuit of each endpoint that may be asked: 0 closed, 1 half open, 2 open.", "endpoint");
        _promptTokens = metrics.CreateCounter("torghut_llm_tokens_prompt_total", "Tokens of prompts, as the provider counts.");
        _completionTokens = metrics.CreateCounter("torghut_llm_tokens_completion_total", "Tokens of answers, as the provider counts.");
        _guard = metrics.CreateCounter("torghut_llm_guardrail_block_total", "What the policy did with reviews, by reason.", "reason");
        _latency = metrics.CreateLatency("torghut_llm_latency_seconds", "How long providers took.", Seconds);
        _resolutions = metrics.CreateCounter(
            "torghut_trading_llm_policy_resolution_total", "Reviews by how the fail-mode posture stood to the policy.", "classification");
        _escalations = metrics.CreateCounter("torghut_llm_escalations_total", "Reviews that want a person to look.");
        _shadowDropped = metrics.CreateCounter("torghut_llm_shadow_dropped_total", "Shadow reviews that were not made because too many waited.");
        _unrecorded = metrics.CreateCounter("torghut_llm_unrecorded_total", "Reviews that ended without a row, by reason.", "reason");
        _violation = metrics.CreateGauge("torghut_llm_policy_violation_active", "Whether the posture breaks the policy.");
        _exception = metrics.CreateGauge("torghut_llm_policy_exception_active", "Whether an approved exception of the policy is in force.");
        _demoted = metrics.CreateGauge("torghut_llm_demoted", "Whether the counterfactual ledger took the effect of advice away.");
        ShowZeros(codes);
    }

    public void Reviewed(string outcome, string? verdict, TimeSpan latency)
    {
        _outcomes.WithLabels(outcome).Inc();
        _requests.WithLabels(verdict ?? "none").Inc();
        if (verdict == "veto")
        {
            _vetoes.Inc();
        }
        else if (verdict == "escalate")
        {
            _escalations.Inc();
        }

        if (latency > TimeSpan.Zero)
        {
            _latency.Observe(latency.TotalSeconds);
        }
    }

    public void NoAdvice(string outcome, bool isParseFault, bool isCircuit)
    {
        _errors.WithLabels(outcome).Inc();
        if (isParseFault)
        {
            _parseErrors.Inc();
        }

        if (isCircuit)
        {
            _circuitSkips.Inc();
        }
    }

    public void Tokens(int prompt, int completion)
    {
        _promptTokens.Inc(prompt);
        _completionTokens.Inc(completion);
    }

    public void CircuitIs(string endpoint, int state) => _circuit.WithLabels(endpoint).Set(state);

    public void Guarded(string reason) => _guard.WithLabels(reason).Inc();

    public void ShadowDropped() => _shadowDropped.Inc();

    public void Unrecorded(string reason) => _unrecorded.WithLabels(reason).Inc();

    public void PolicyResolved(string classification) => _resolutions.WithLabels(classification).Inc();

    /// <summary>Shows how the posture stands to the policy, as it is whenever somebody looks: it changes without any review.</summary>
    public void ShowPosture(Func<string> classification) => _registry.AddBeforeCollectCallback(() =>
    {
        var now = classification();
        _violation.Set(now == "violation" ? 1 : 0);
        _exception.Set(now == "intentional_exception" ? 1 : 0);
    });

    public void DemotedIs(bool demoted) => _demoted.Set(demoted ? 1 : 0);

    private void ShowZeros(MetricCodes codes)
    {
        Show(_outcomes, codes.ReviewOutcomes);
        Show(_errors, codes.ReviewOutcomes.Where(outcome => outcome != "ok"));
        Show(_requests, [.. codes.ReviewVerdicts, "none"]);
        Show(_guard, codes.GuardReasons);
        Show(_resolutions, codes.PolicyClassifications);
        Show(_unrecorded, codes.UnrecordedReasons);
    }

    private static void Show(Counter counter, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            counter.WithLabels(value);
        }
    }
}

using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Exporters;

/// <summary>What language models did on the last day against what is expected of them. A rate of nothing is not shown.</summary>
internal sealed class AdvisoryGuardrailMetrics
{
    private const string Prefix = "torghut_llm_guardrails_";

    private static readonly GaugeConfiguration WhenSeen = new() { SuppressInitialValue = true };

    private readonly Gauge _reviews;
    private readonly Gauge _vetoRate;
    private readonly Gauge _tokens;
    private readonly Gauge _seenAt;

    public AdvisoryGuardrailMetrics(CollectorRegistry registry, ExporterOptions options)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _reviews = metrics.CreateGauge($"{Prefix}reviews", "Reviews of the last day that came to a verdict.", WhenSeen);
        _vetoRate = metrics.CreateGauge($"{Prefix}veto_rate", "Part of them that said veto, 0 to 1.", WhenSeen);
        _tokens = metrics.CreateGauge($"{Prefix}tokens_per_request", "Mean tokens of a request of the last day, prompt and completion.", WhenSeen);
        _seenAt = metrics.CreateGauge($"{Prefix}last_success_timestamp_seconds", "When the reviews were last counted, Unix time.", WhenSeen);
        metrics.CreateGauge($"{Prefix}veto_rate_baseline", "The veto rate that is expected.").Set(options.VetoRateBaseline);
        metrics.CreateGauge($"{Prefix}tokens_per_request_budget", "The tokens that a request may take.").Set(options.TokensPerRequestBudget);
    }

    public void Show(IReadOnlyList<Fact> facts)
    {
        if (facts.FirstOrDefault(fact => fact is { Id: "postgres.reviews", Ok: true }) is not { } fact)
        {
            return;
        }

        _seenAt.Set(fact.ObservedAt.ToUnixTimeMilliseconds() / 1000.0);
        _reviews.Set(fact.Number("reviews") ?? 0);
        Show(_vetoRate, fact.Number("vetoes"), fact.Number("reviews"));
        Show(_tokens, fact.Number("tokens"), fact.Number("requests"));
    }

    private static void Show(Gauge gauge, double? part, double? whole)
    {
        if (whole > 0)
        {
            gauge.Set((part ?? 0) / whole.Value);
        }
        else
        {
            gauge.Unpublish();
        }
    }
}

using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>
/// Turns facts into interpretations and a verdict. Pure: the same facts give the same answer. Rules are applied in the order of their
/// precedence; the first of the worst severity, or what explains it, is the top cause.
/// </summary>
internal static class Classifier
{
    /// <summary>In order of precedence.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new(["platform_incident"], PlatformRules.Infrastructure),
        new(["platform_incident", "api_intermittent"], ClusterRules.Server),
        new(["platform_incident", "control_unsettled", "ta_suspended", "drift", "self_heal_paused"], ClusterRules.Control),
        new(["data_pipeline_incident"], DataRules.Pipeline),
        new(["service_incident"], ServiceRules.Loop),
        new(["universe_fail_safe_blocked"], ServiceRules.FailSafe),
        new(["postgres_unavailable"], ServiceRules.Store),
        new(["position_snapshot_old"], ServiceRules.Positions),
        new(["unexpected_posture", "kill_switch_inconsistent"], PostureRules.Posture),
        new(["mass_cancel_failing", "stop_engaged"], PostureRules.Stops),
        new(["strategy_suspended"], PostureRules.Suspensions),
        new(["process_down"], PlatformRules.Services),
        new(["ta_suspended", "sink_paused"], DataRules.Stops),
        new(["pod_unwell", "drift"], ClusterRules.Compute),
        new(["component_not_ready"], ComponentRules.Readiness),
        new(["broker_unreachable", "dependency_failed"], ComponentRules.Dependencies),
        new(["input_gap", "replica_read_only", "disk_low"], DataRules.Losses),
        new(["group_behind"], KafkaRules.Groups),
        new(["topic_contract"], KafkaRules.TopicsAsAgreed),
        new(["rejections_universe", "rejections_policy"], RejectionRules.Profile),
        new(["universe_empty", "universe_differs", "held_symbol_unwatched"], UniverseRules.Consistency),
        new(["advisory_posture"], AdvisoryRules.Posture),
        new(["plane_unseen"], MissingEvidenceRules.Planes),
        new(["not_configured", "probe_failed"], MissingEvidenceRules.Probes),
    ];

    /// <param name="at">The time at which the facts are judged; by default that of the newest.</param>
    public static Judgement Judge(IReadOnlyList<Fact> facts, SnapshotOptions options, DateTimeOffset? at = null)
    {
        var set = new FactSet(facts, at ?? facts.Select(fact => fact.ObservedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max());
        var found = Causes.Explain([.. Rules.SelectMany(rule => rule.Find(set, options))]);
        var top = Causes.Top(found);
        var coverage = CoverageOf(set);
        var (level, confidence) = Confidence(set, coverage);
        return new Judgement(
            found.Select(i => i.Severity).DefaultIfEmpty(Verdict.Green).Max(), top is null ? null : Describe(top, found, set), level, confidence, coverage,
            set.All, found, [.. InOrder(top, found).Select(NextActions.For).Distinct()]);
    }

    /// <summary>What is done about the top cause comes first.</summary>
    private static IEnumerable<Interpretation> InOrder(Interpretation? top, IReadOnlyList<Interpretation> found) =>
        top is null ? found : [top, .. found.Where(i => i != top)];

    private static TopCause Describe(Interpretation top, IReadOnlyList<Interpretation> found, FactSet facts) => new(
        top.Rule, top.RestsOn.Select(facts.Find).FirstOrDefault(f => f is not null)?.Plane ?? Plane.Control, top.Subject, top.Severity, top.Text,
        [.. found.Where(i => i.ExplainedBy == Causes.NameOf(top)).Select(i => i.Text)]);

    private static Coverage CoverageOf(FactSet facts)
    {
        var needed = RequiredEvidence.For(facts).ToArray();
        string[] blind = [.. needed.Where(row => facts.Answered(row.Id) is null).Select(row => row.Id)];
        return new Coverage(needed.Length, needed.Length - blind.Length, blind);
    }

    private static (ConfidenceLevel Level, string Text) Confidence(FactSet facts, Coverage coverage)
    {
        var unseen = facts.UnseenPlanes;
        if (unseen.Count > 0)
        {
            return (ConfidenceLevel.Low,
                $"low: nothing was seen of {unseen.Count} of {Enum.GetValues<Plane>().Length} planes ({string.Join(", ", unseen).ToLowerInvariant()})");
        }

        if (coverage.Blind.Count > 0)
        {
            var level = coverage.Answered * 2 < coverage.Required ? ConfidenceLevel.Low : ConfidenceLevel.Reduced;
            return (level,
                $"{level.ToString().ToLowerInvariant()}: {coverage.Blind.Count} of {coverage.Required} probes gave no answer ({string.Join(", ", coverage.Blind)})");
        }

        return facts.Find("market.session")?.Detail is { } source && source.StartsWith("estimated", StringComparison.Ordinal)
            ? (ConfidenceLevel.Reduced, $"reduced: the market session is {source}")
            : (ConfidenceLevel.Full, "full");
    }
}

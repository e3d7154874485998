using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether advice does what was decided for it. It never causes an order, so nothing of it is more than YELLOW.</summary>
internal static class AdvisoryRules
{
    public static IEnumerable<Interpretation> Posture(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("trading.advisory") is not { } advisory)
        {
            yield break;
        }

        if (advisory.Text("policy_resolution") is not ("compliant" or "intentional_exception"))
        {
            yield return Make(
                advisory, $"Advice breaks its policy ({string.Join(", ", advisory.Texts("reasons") ?? [])})");
        }

        if (advisory.Text("mode") == "off")
        {
            yield break;
        }

        if (advisory.Text("configuration_fault") is { } fault)
        {
            yield return Make(advisory, $"Advice is wrongly configured ({fault})");
        }

        if (advisory.Texts("reasons")?.Contains("llm_demoted") == true)
        {
            yield return Make(advisory, "Advice lost its effect: it was worth less than none");
        }

        if (advisory.Texts("open_circuits") is { Count: > 0 } open)
        {
            yield return Make(advisory, $"Advice is not asked for, because its providers fail: {string.Join(", ", open)}");
        }
    }

    private static Interpretation Make(Fact advisory, string text) =>
        new("advisory_posture", Verdict.Yellow, $"{text}.", [advisory.Id]) { Subject = "advisory" };
}

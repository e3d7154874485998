using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>
/// Turns facts into interpretations and a verdict. Pure: the same facts give the same answer. Rules are applied in the order of their
/// precedence, and the first of the worst severity gives the headline.
/// </summary>
internal static class Classifier
{
    private static readonly Func<FactSet, SnapshotOptions, IEnumerable<Interpretation>>[] Rules =
        [DataRules.Pipeline, ServiceRules.Loop, ServiceRules.Store, PostureRules.Posture, PostureRules.Stops, DataRules.Components, RejectionRules.Profile,
        UniverseRules.Consistency, MissingEvidenceRules.Planes, MissingEvidenceRules.Probes];

    public static Judgement Judge(IReadOnlyList<Fact> facts, SnapshotOptions options)
    {
        var set = new FactSet(facts);
        var found = Rules.SelectMany(rule => rule(set, options)).ToArray();
        var verdict = found.Select(i => i.Severity).DefaultIfEmpty(Verdict.Green).Max();
        var headline = found.FirstOrDefault(i => i.Severity == verdict)?.Text ?? "Everything that was looked at is as it should be.";
        return new Judgement(verdict, headline, Confidence(set), found, [.. found.Select(NextActions.For).Distinct()]);
    }

    private static string Confidence(FactSet facts)
    {
        var unseen = facts.UnseenPlanes;
        if (unseen.Count > 0)
        {
            return $"reduced: nothing was seen of {unseen.Count} of {Enum.GetValues<Plane>().Length} planes ({string.Join(", ", unseen).ToLowerInvariant()})";
        }

        var silent = facts.All.Where(f => !f.Ok).Select(f => f.Id).ToArray();
        if (silent.Length > 0)
        {
            return $"reduced: {silent.Length} of {facts.All.Count} probes gave no answer ({string.Join(", ", silent)})";
        }

        return facts.Find("market.session")?.Detail is { } source && source.StartsWith("estimated", StringComparison.Ordinal)
            ? $"reduced: the market session is {source}"
            : "full";
    }
}

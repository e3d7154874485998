using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Probes that other rules do not judge, but that should have had an answer.</summary>
internal static class MissingEvidenceRules
{
    // When one of these fails, another rule says so, and the component's other probes add nothing.
    private static readonly string[] JudgedElsewhere = ["clickhouse.ping", "postgres.ping", "trading.status", "ws.readyz", "ta.readyz"];

    /// <summary>A plane of which nothing was seen is not a plane that is well.</summary>
    public static IEnumerable<Interpretation> Planes(FactSet facts, SnapshotOptions options)
    {
        foreach (var plane in facts.UnseenPlanes)
        {
            yield return new(
                "plane_unseen", Verdict.Yellow, $"Nothing was seen of the {plane.ToString().ToLowerInvariant()} plane.",
                [.. facts.All.Where(f => f.Plane == plane).Select(f => f.Id)]);
        }
    }

    public static IEnumerable<Interpretation> Probes(FactSet facts, SnapshotOptions options)
    {
        var unset = facts.All.Where(FactSet.IsNotConfigured).ToArray();
        if (unset.Length > 0)
        {
            yield return new(
                "not_configured", Verdict.Yellow,
                $"Parts were not looked at because their address is not configured: {string.Join(", ", unset.Select(f => f.Component).Distinct())}.",
                [.. unset.Select(f => f.Id)]);
        }

        var judged = JudgedElsewhere.Select(facts.Failed).OfType<Fact>().Select(f => f.Component).ToHashSet();
        var failed = facts.All.Select(f => facts.Failed(f.Id)).OfType<Fact>().Where(f => !judged.Contains(f.Component)).ToArray();
        if (failed.Length > 0)
        {
            yield return new("probe_failed", Verdict.Yellow, $"Probes failed: {string.Join("; ", failed.Select(f => $"{f.Id} ({f.Detail})"))}.",
                [.. failed.Select(f => f.Id)]);
        }
    }
}

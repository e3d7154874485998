using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Evidence that is not there. It counts as the worst that it could have said.</summary>
internal static class MissingEvidenceRules
{
    /// <summary>When one of these fails, a rule of its own says so.</summary>
    private static readonly string[] JudgedElsewhere =
        ["clickhouse.ping", "postgres.ping", "trading.status", "ws.readyz", "ta.readyz", "trading.readyz"];

    /// <summary>A plane of which nothing was seen is not a plane that is well.</summary>
    public static IEnumerable<Interpretation> Planes(FactSet facts, SnapshotOptions options)
    {
        foreach (var plane in facts.UnseenPlanes)
        {
            yield return new(
                "plane_unseen", Verdict.Yellow, $"Nothing was seen of the {plane.ToString().ToLowerInvariant()} plane.",
                [.. facts.All.Where(f => f.Plane == plane).Select(f => f.Id)])
            {
                Subject = plane.ToString().ToLowerInvariant(),
            };
        }
    }

    public static IEnumerable<Interpretation> Probes(FactSet facts, SnapshotOptions options)
    {
        var needed = RequiredEvidence.For(facts).Where(row => facts.Answered(row.Id) is null).ToArray();
        var unset = needed.Where(row => facts.Find(row.Id) is { } fact && FactSet.IsNotConfigured(fact)).ToArray();
        if (unset.Length > 0)
        {
            yield return new(
                "not_configured", Worst(unset, facts),
                $"Parts were not looked at because their address is not configured: {string.Join(", ", unset.Select(row => Component(row.Id)).Distinct())}.",
                [.. unset.Select(row => row.Id)]);
        }

        foreach (var group in needed.Except(unset).Where(row => facts.Failed(row.Id) is null || !JudgedElsewhere.Contains(row.Id))
            .GroupBy(row => Component(row.Id)))
        {
            yield return new("probe_failed", Worst(group, facts), $"Not known, so the worst is assumed: {Words(group.Select(row => row.Id), facts)}.",
                [.. group.Select(row => row.Id)]);
        }
    }

    private static Verdict Worst(IEnumerable<EvidenceRow> rows, FactSet facts) => rows.Max(row => row.Worst(facts));

    private static string Words(IEnumerable<string> ids, FactSet facts) =>
        string.Join("; ", ids.Select(id => facts.Find(id) is { } fact ? $"{id} ({fact.Detail ?? fact.Outcome.ToString()})" : $"{id} (not asked)"));

    private static string Component(string id) => id.Split('.')[0];
}

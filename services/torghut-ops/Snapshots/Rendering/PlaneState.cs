using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

/// <summary>A plane in a word. Every artefact has all four, also when nothing was seen of one.</summary>
/// <param name="Seen">Whether any of its probes answered.</param>
/// <param name="Worst">The worst that is interpreted out of its facts.</param>
/// <param name="Facts">Its facts.</param>
internal sealed record PlaneState(Plane Plane, bool Seen, Verdict Worst, IReadOnlyList<Fact> Facts)
{
    public int Failed => Facts.Count(fact => !fact.Ok);

    /// <summary>GREEN, YELLOW, RED, or UNSEEN.</summary>
    public string Word => Seen ? Worst.ToString().ToUpperInvariant() : "UNSEEN";

    public static IReadOnlyList<PlaneState> Of(SystemSnapshot snapshot) => [.. Enum.GetValues<Plane>().Select(plane => Of(snapshot, plane))];

    private static PlaneState Of(SystemSnapshot snapshot, Plane plane)
    {
        Fact[] facts = [.. snapshot.Facts.Where(fact => fact.Plane == plane)];
        var worst = snapshot.Interpretations.Where(i => IsOf(i, plane, facts)).Select(i => i.Severity).DefaultIfEmpty(Verdict.Green).Max();
        return new PlaneState(plane, snapshot.Interpretations.All(i => i.Rule != "plane_unseen" || i.Subject != Name(plane)), worst, facts);
    }

    private static bool IsOf(Interpretation interpretation, Plane plane, Fact[] facts) =>
        interpretation.Subject == Name(plane) || (interpretation.RestsOn.Count > 0 && Array.Exists(facts, fact => fact.Id == interpretation.RestsOn[0]));

    private static string Name(Plane plane) => plane.ToString().ToLowerInvariant();
}

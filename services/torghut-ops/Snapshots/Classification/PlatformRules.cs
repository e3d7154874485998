using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>What runs the system: on a machine without a cluster, the sandbox's processes.</summary>
internal static class PlatformRules
{
    public static IEnumerable<Interpretation> Infrastructure(FactSet facts, SnapshotOptions options) =>
        Down(facts, "processes.infrastructure").Select(down => Make("platform_incident", Verdict.Red, "Platform incident:", down));

    public static IEnumerable<Interpretation> Services(FactSet facts, SnapshotOptions options) =>
        Down(facts, "processes.services").Select(down => Make("process_down", Verdict.Yellow, "The process of", down));

    private static Interpretation Make(string rule, Verdict severity, string words, Fact down) => new(
        rule, severity, $"{words} {down.Text("name")} {(down.Text("state") == "stopped" ? "is stopped: it exists and does nothing" : "is not running")}.",
        [down.Id])
    {
        Subject = down.Text("name") ?? "",
    };

    /// <summary>In a cluster nobody asks for processes, so a list that happens to be there says nothing.</summary>
    private static IEnumerable<Fact> Down(FactSet facts, string id) => RequiredEvidence.For(facts).Any(row => row.Id == id)
        ? facts.Answered(id)?.Objects("processes").Where(process => process.Text("state") != "running") ?? []
        : [];
}

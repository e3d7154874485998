using System.Globalization;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots.Health;

/// <summary>A snapshot in a few words: how it is, why, and what to do next.</summary>
/// <param name="State"><c>healthy</c>, <c>degraded</c> or <c>down</c>.</param>
/// <param name="Cause">The top cause; null when all is well.</param>
/// <param name="Explains">What follows from it.</param>
/// <param name="Next">The next procedure; null when there is none.</param>
internal sealed record HealthReport(
    string State, string? Cause, Plane? Plane, IReadOnlyList<string> Explains, NextAction? Next, string Confidence, IReadOnlyList<ComponentHealth> Components)
{
    /// <summary>What is looked at, and the subjects of interpretations that are about it. Rows that are old are the fault of who computes them.</summary>
    private static readonly (string Name, string Facts, string[] Subjects)[] Parts =
    [
        ("forwarder", "ws.", ["ws", "torghut-ws"]),
        ("ta", "ta.", ["ta", "torghut-ta", "freshness"]),
        ("clickhouse", "clickhouse.", ["clickhouse"]),
        ("postgres", "postgres.", ["postgres"]),
        ("trading", "trading.", ["trading", "torghut-trading", "alpaca"]),
    ];

    public static HealthReport Of(SystemSnapshot snapshot) => new(
        Word(snapshot.Verdict), snapshot.TopCause?.Text, snapshot.TopCause?.Plane, snapshot.TopCause?.Explains ?? [],
        snapshot.NextActions.Count > 0 ? snapshot.NextActions[0] : null, snapshot.Confidence, [.. Parts.Select(part => Component(part, snapshot))]);

    public string ToText()
    {
        List<string> lines = [$"torghut is {State}"];
        lines.AddRange(Components.Select(part => string.Create(CultureInfo.InvariantCulture, $"  {part.Name,-11}{part.State,-9}{part.Cause}").TrimEnd()));
        lines.AddRange(Cause is null ? [] : [$"cause: {Cause}"]);
        lines.AddRange(Explains.Select(effect => $"  explained by it: {effect}"));
        lines.AddRange(Next is null ? [] : [$"next: {Next.Owner}: {Next.Action} See {Next.Runbook}"]);
        lines.Add($"confidence: {Confidence}");
        return string.Concat(lines.Select(line => new string([.. line.Select(c => char.IsControl(c) ? ' ' : c)]) + "\n"));
    }

    public string ToJson() => JsonRenderer.Write(this) + "\n";

    private static ComponentHealth Component((string Name, string Facts, string[] Subjects) part, SystemSnapshot snapshot)
    {
        var about = snapshot.Interpretations.Where(i => part.Subjects.Contains(i.Subject)).ToArray();
        var worst = about.MaxBy(i => i.Severity);
        var facts = snapshot.Facts.Where(fact => fact.Id.StartsWith(part.Facts, StringComparison.Ordinal)).ToArray();

        // What does not answer at all is down, whatever that means for the system.
        var silent = facts.Length > 0 && Array.TrueForAll(facts, fact => !fact.Ok);
        var state = silent ? Word(Verdict.Red) : worst is { } found ? Word(found.Severity) : facts.Length == 0 ? "unseen" : Word(Verdict.Green);
        return new ComponentHealth(part.Name, state, worst?.Text ?? "");
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Green => "healthy",
        Verdict.Yellow => "degraded",
        _ => "down",
    };
}

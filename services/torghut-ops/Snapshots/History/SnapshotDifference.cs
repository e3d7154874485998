using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots.History;

/// <summary>What became otherwise between two snapshots. Times and durations always do, and are left out.</summary>
/// <param name="Verdict">Before and after; null when it is the same.</param>
/// <param name="Appeared">Interpretations that were not there before.</param>
/// <param name="Ended">Interpretations that are there no more.</param>
/// <param name="Facts">A line a fact that differs.</param>
internal sealed record SnapshotDifference(
    string From, string To, string? Verdict, string? Confidence, IReadOnlyList<string> Appeared, IReadOnlyList<string> Ended, IReadOnlyList<string> Facts)
{
    private const int LongestValue = 200;

    public bool IsEmpty => Verdict is null && Confidence is null && Appeared.Count + Ended.Count + Facts.Count == 0;

    public static SnapshotDifference Between(SystemSnapshot before, SystemSnapshot after) => new(
        SnapshotHistory.IdOf(before),
        SnapshotHistory.IdOf(after),
        Change(before.Verdict.ToString().ToUpperInvariant(), after.Verdict.ToString().ToUpperInvariant()),
        Change(before.Confidence, after.Confidence),
        [.. Names(after).Except(Names(before), StringComparer.Ordinal)],
        [.. Names(before).Except(Names(after), StringComparer.Ordinal)],
        [.. FactLines(ById(before), ById(after))]);

    public string ToText()
    {
        List<string> lines = [$"from {From} to {To}"];
        lines.AddRange(Verdict is null ? [] : [$"verdict: {Verdict}"]);
        lines.AddRange(Confidence is null ? [] : [$"confidence: {Confidence}"]);
        lines.AddRange(Appeared.Select(text => $"+ {text}"));
        lines.AddRange(Ended.Select(text => $"- {text}"));
        lines.AddRange(Facts.Select(text => $"~ {text}"));
        lines.AddRange(IsEmpty ? ["no difference"] : []);
        return string.Concat(lines.Select(line => new string([.. line.Select(c => char.IsControl(c) ? ' ' : c)]) + "\n"));
    }

    private static IEnumerable<string> Names(SystemSnapshot snapshot) =>
        snapshot.Interpretations.Select(i => $"{i.Severity.ToString().ToUpperInvariant()} {i.Rule} ({i.Subject})").Distinct();

    private static Dictionary<string, Fact> ById(SystemSnapshot snapshot) =>
        snapshot.Facts.GroupBy(fact => fact.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private static IEnumerable<string> FactLines(Dictionary<string, Fact> before, Dictionary<string, Fact> after)
    {
        foreach (var id in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
            if (old is null || now is null)
            {
                yield return $"{id}: {(old is null ? "is new" : "is gone")}";
                continue;
            }

            if (Change(FactText.Word(old.Outcome), FactText.Word(now.Outcome)) is { } outcome)
            {
                yield return $"{id}: {outcome}";
            }

            foreach (var member in Members(old.Value, now.Value))
            {
                yield return $"{id}{member}";
            }
        }
    }

    private static IEnumerable<string> Members(JsonNode? old, JsonNode? now)
    {
        if (old is not JsonObject before || now is not JsonObject after)
        {
            return Change(Short(old), Short(now)) is { } change ? [$": {change}"] : [];
        }

        return before.Select(p => p.Key).Union(after.Select(p => p.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => (name, Change: Change(Short(before[name]), Short(after[name]))))
            .Where(member => member.Change is not null).Select(member => $".{member.name}: {member.Change}");
    }

    private static string? Change(string before, string after) =>
        before == after ? null : string.Create(CultureInfo.InvariantCulture, $"{before} → {after}");

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}

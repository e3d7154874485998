using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether everyone works with the same symbols.</summary>
internal static class UniverseRules
{
    private const int MaxNamed = 10;

    /// <summary>Who works with symbols, and where they are said.</summary>
    private static readonly (string Id, string Member, string Who)[] Others =
        [("trading.status", "universe", "Trading's"), ("ws.symbols", "symbols", "The forwarder's")];

    public static IEnumerable<Interpretation> Consistency(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("trading.status") is { } posture && posture.Texts("held_unwatched") is { Count: > 0 } held)
        {
            yield return new(
                "held_symbol_unwatched", Verdict.Yellow,
                $"Positions are held that no enabled strategy trades, so nobody decides their exit: {Names([.. held])}.", [posture.Id]);
        }

        if (facts.Answered("universe.symbols") is not { } own || own.Texts("symbols") is not { } symbols)
        {
            yield break;
        }

        if (symbols.Count == 0)
        {
            yield return new("universe_empty", Verdict.Yellow, "The symbol universe is empty, so nothing is subscribed or traded by it.", [own.Id]);
            yield break;
        }

        foreach (var (id, member, who) in Others)
        {
            if (facts.Answered(id) is not { } fact || fact.Texts(member) is not { } used)
            {
                continue;
            }

            // One of several forwarders has a part of the universe, and which one is for the others to have.
            string[] missing = fact.Number("shards") > 1 ? [] : [.. symbols.Except(used, StringComparer.Ordinal)];
            var extra = used.Except(symbols, StringComparer.Ordinal).ToArray();
            if (missing.Length + extra.Length > 0)
            {
                yield return new(
                    "universe_differs", Verdict.Yellow,
                    $"{who} symbols differ from the universe: it lacks [{Names(missing)}] and has besides [{Names(extra)}].", [own.Id, fact.Id]);
            }
        }
    }

    private static string Names(string[] symbols) =>
        symbols.Length <= MaxNamed ? string.Join(", ", symbols) : $"{string.Join(", ", symbols.Take(MaxNamed))} and {symbols.Length - MaxNamed} more";
}

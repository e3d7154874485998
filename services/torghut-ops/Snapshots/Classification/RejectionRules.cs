using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether decisions are rejected for the usual reasons at the usual rate.</summary>
internal static class RejectionRules
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    public static IEnumerable<Interpretation> Profile(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("postgres.rejections_recent") is not { } recent || facts.Answered("postgres.rejections_before") is not { } before)
        {
            yield break;
        }

        var usual = before.Counts();
        // On a first day every reason is new, which says nothing.
        if (usual.Count == 0)
        {
            yield break;
        }

        var windows = (Before - options.RejectionWindow) / options.RejectionWindow;
        foreach (var (reason, count) in recent.Counts())
        {
            var cause = reason == "symbol_not_allowed"
                ? "Compare the strategies' universe_symbols with the symbol universe."
                : "Look at recent changes of the LLM, risk and execution policy.";
            if (!usual.TryGetValue(reason, out var total))
            {
                yield return Unexpected(
                    reason, string.Create(CultureInfo.InvariantCulture,
                        $"'{reason}' is new: {count} times in the window, never in the day before. {cause}"), recent, before);
            }
            else if (count >= options.RejectionSpikeMinimum && count > options.RejectionSpikeRatio * total / windows)
            {
                yield return Unexpected(
                    reason, string.Create(CultureInfo.InvariantCulture,
                        $"'{reason}' spikes: {count} times in the window, {total / windows:0.#} usually. {cause}"), recent, before);
            }
        }
    }

    private static Interpretation Unexpected(string reason, string text, Fact recent, Fact before) =>
        new(reason == "symbol_not_allowed" ? "rejections_universe" : "rejections_policy", Verdict.Yellow, $"Unexpected rejections: {text}",
        [recent.Id, before.Id]);
}

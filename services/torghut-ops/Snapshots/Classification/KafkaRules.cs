using System.Globalization;
using Torghut.Contracts;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether what is written to Kafka is read in time, and kept for as long as the contract promises to whoever replays.</summary>
internal static class KafkaRules
{
    public static IEnumerable<Interpretation> Groups(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("kafka.groups") is not { } fact)
        {
            yield break;
        }

        foreach (var topic in fact.Objects("groups").GroupBy(row => row.Text("topic") ?? "", StringComparer.Ordinal))
        {
            // A replay leaves a group behind that nobody reads with any more: who reads now counts, or who did last.
            Fact[] reading = [.. topic.Where(row => row.Text("state") is not "Empty" and not "Dead")];
            var nearest = (reading.Length > 0 ? reading : [.. topic]).MinBy(row => row.Number("lag") ?? double.MaxValue)!;
            if (nearest.Number("lag") is not { } lag || lag > options.MaxGroupLag)
            {
                yield return new("group_behind", Verdict.Yellow, string.Create(CultureInfo.InvariantCulture,
                    $"Group {nearest.Text("group")} ({nearest.Text("state")}) is {nearest.Number("lag")} records behind in {topic.Key}; {options.MaxGroupLag} are allowed."),
                    [fact.Id])
                {
                    Subject = topic.Key == Topics.TradeUpdates ? "trading" : "ta",
                };
            }
        }
    }

    public static IEnumerable<Interpretation> TopicsAsAgreed(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("kafka.topics") is not { } fact)
        {
            yield break;
        }

        var found = fact.Objects("topics").GroupBy(row => row.Text("topic") ?? "", StringComparer.Ordinal).ToDictionary(row => row.Key, row => row.First());
        foreach (var topic in Topics.All)
        {
            string[] faults = found.TryGetValue(topic.Name, out var row) ? [.. FaultsOf(topic, row)] : ["there is none"];
            if (faults.Length > 0)
            {
                yield return new("topic_contract", Verdict.Yellow, $"Topic {topic.Name} is not as the contract asks: {string.Join("; ", faults)}.", [fact.Id])
                {
                    Subject = topic.Name,
                };
            }
        }
    }

    private static IEnumerable<string> FaultsOf(TopicDefinition topic, Fact row)
    {
        if (row.Number("partitions") is not { } partitions || partitions < topic.Partitions)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{row.Number("partitions") ?? 0} partitions instead of {topic.Partitions}");
        }

        // Kept longer than promised is not broken; no number is no limit.
        if (topic.Cleanup != TopicCleanup.Compact && topic.Retention is { } wanted && row.Number("retention_hours") is { } hours && hours < wanted.TotalHours)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"records stay for {hours:0.##} h instead of {wanted.TotalHours:0.##} h");
        }

        if (!IsAs(topic.Cleanup, row.Text("cleanup") ?? ""))
        {
            yield return $"cleanup is '{row.Text("cleanup")}'";
        }
    }

    private static bool IsAs(TopicCleanup wanted, string policy)
    {
        var (compacts, deletes) = (policy.Contains("compact", StringComparison.Ordinal), policy.Contains("delete", StringComparison.Ordinal));
        return wanted switch
        {
            TopicCleanup.Compact => compacts && !deletes,
            TopicCleanup.CompactAndDelete => compacts && deletes,
            _ => deletes && !compacts,
        };
    }
}

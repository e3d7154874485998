using System.Globalization;
using Torghut.Contracts;
using Torghut.Ops.Evidence;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether what is written to Kafka is read in time, and kept for as long as the contract promises to whoever replays.</summary>
internal static class KafkaRules
{
    /// <summary>What torghut-ta and its sink read in every system. Trade updates are read only where torghut-trading is told to.</summary>
    private static readonly string[] Read = [Topics.Trades, Topics.Quotes, Topics.Bars1m, Topics.TaMicrobars, Topics.TaSignals];

    public static IEnumerable<Interpretation> Groups(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("kafka.groups") is not { } fact)
        {
            yield break;
        }

        var topics = fact.Objects("groups").GroupBy(row => row.Text("topic") ?? "", StringComparer.Ordinal).ToArray();
        foreach (var topic in topics)
        {
            foreach (var row in Judged([.. topic]).Where(row => row.Number("lag") is not { } lag || lag > options.MaxGroupLag))
            {
                var behind = string.Create(
                    CultureInfo.InvariantCulture, $"{row.Number("lag")} records behind in {topic.Key}; {options.MaxGroupLag} are allowed");
                yield return new("group_behind", Verdict.Yellow, $"Group {row.Text("group")} ({row.Text("state")}) is {behind}.",
                    [fact.Id])
                {
                    Subject = topic.Key == Topics.TradeUpdates ? "trading" : "ta",
                };
            }
        }

        // Brokers leave out, without a word, what the user may not see: a list without rows is no proof that nobody is behind.
        var written = facts.Answered("kafka.topics")?.Objects("topics").Where(row => row.Number("end") > row.Number("earliest"))
            .Select(row => row.Text("topic")).ToHashSet() ?? [];
        foreach (var name in Read.Where(name => written.Contains(name) && Array.TrueForAll(topics, topic => topic.Key != name)))
        {
            yield return new("group_behind", Verdict.Yellow,
                $"Topic {name} has records, and no group is seen to have a position in it: nobody reads it, or torghut-ops may not see who does.",
                [fact.Id, "kafka.topics"])
            {
                Subject = "ta",
            };
        }
    }

    /// <summary>
    /// Every group, so that one which keeps up hides none that is stuck. Those of replays count only where one of them reads in place of the others, whose
    /// members it took over; or where there is nobody else.
    /// </summary>
    private static Fact[] Judged(Fact[] rows)
    {
        var (replays, others) = (Array.FindAll(rows, IsOfReplay), Array.FindAll(rows, row => !IsOfReplay(row)));
        var reading = Array.FindAll(replays, IsReading);
        return Array.Exists(others, IsReading) ? others
            : reading.Length > 0 ? reading
            : others.Length > 0 ? others : [replays.MinBy(row => row.Number("lag") ?? double.MaxValue)!];
    }

    private static bool IsOfReplay(Fact row) => row.Text("group")?.StartsWith(GroupNames.Replay, StringComparison.Ordinal) == true;

    private static bool IsReading(Fact row) => row.Text("state") is not "Empty" and not "Dead";

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

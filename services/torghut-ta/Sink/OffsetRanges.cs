using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Torghut.Ta.Sink;

/// <summary>First and last offset taken from each partition of one topic.</summary>
internal sealed class OffsetRanges(string topic)
{
    private readonly SortedDictionary<int, (long First, long Last)> _ranges = [];

    public void Add(int partition, long offset) =>
        _ranges[partition] = _ranges.TryGetValue(partition, out var range) ? (range.First, offset) : (offset, offset);

    public bool IsEmpty => _ranges.Count == 0;

    public long? FirstOf(int partition) => _ranges.TryGetValue(partition, out var range) ? range.First : null;

    public void Clear() => _ranges.Clear();

    /// <summary>What the group commits once the rows are stored.</summary>
    public IReadOnlyList<TopicPartitionOffset> Next() => [.. _ranges.Select(r => new TopicPartitionOffset(topic, r.Key, r.Value.Last + 1))];

    /// <summary>Names these rows and no others: the same range always gives the same rows.</summary>
    public string Token()
    {
        var token = new StringBuilder(topic);
        foreach (var (partition, (first, last)) in _ranges)
        {
            token.Append(CultureInfo.InvariantCulture, $" {partition}:{first}-{last}");
        }

        return token.ToString();
    }
}

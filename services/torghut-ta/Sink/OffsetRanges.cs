using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Torghut.Ta.Sink;

/// <summary>First and last offset taken from each partition of one topic.</summary>
internal sealed class OffsetRanges(string topic)
{
    private readonly SortedDictionary<int, OffsetRange> _ranges = [];
    private (int Partition, OffsetRange? Range) _latest;

    public void Add(int partition, long offset)
    {
        // Records come in runs of one partition.
        if (_latest.Range is { } latest && _latest.Partition == partition)
        {
            latest.Last = offset;
            return;
        }

        if (_ranges.TryGetValue(partition, out var range))
        {
            range.Last = offset;
        }
        else
        {
            _ranges[partition] = range = new OffsetRange { First = offset, Last = offset };
        }

        _latest = (partition, range);
    }

    public bool IsEmpty => _ranges.Count == 0;

    public long? FirstOf(int partition) => _ranges.TryGetValue(partition, out var range) ? range.First : null;

    public void Clear()
    {
        _ranges.Clear();
        _latest = default;
    }

    /// <summary>What the group commits once the rows are stored.</summary>
    public IReadOnlyList<TopicPartitionOffset> Next() => [.. _ranges.Select(r => new TopicPartitionOffset(topic, r.Key, r.Value.Last + 1))];

    /// <summary>Names the offsets of these rows: within one log the same range always gives the same rows.</summary>
    public string Token()
    {
        var token = new StringBuilder(topic);
        foreach (var (partition, range) in _ranges)
        {
            token.Append(CultureInfo.InvariantCulture, $" {partition}:{range.First}-{range.Last}");
        }

        return token.ToString();
    }

    private sealed class OffsetRange
    {
        public long First;
        public long Last;
    }
}

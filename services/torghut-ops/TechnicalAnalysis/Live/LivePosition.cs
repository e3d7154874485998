using System.Globalization;
using Confluent.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// How far a reader has come in every partition of every topic of the stream: the offset that it reads next. It is the id of an event, and all that a client
/// has to name to go on behind it.
/// </summary>
internal sealed class LivePosition
{
    /// <summary>A client's text is not trusted to name more.</summary>
    private const int MostPartitions = 512;

    private const char BetweenTopics = '~';
    private const char BetweenPartitions = '-';

    private readonly long[][] _offsets;

    private LivePosition(long[][] offsets) => _offsets = offsets;

    /// <summary>The partitions with their offsets.</summary>
    public IEnumerable<TopicPartitionOffset> All => _offsets.SelectMany(
        (partitions, topic) => partitions.Select((offset, partition) => new TopicPartitionOffset(LiveTopic.All[topic].Name, partition, offset)));

    public long this[int topic, int partition]
    {
        get => _offsets[topic][partition];
        set => _offsets[topic][partition] = value;
    }

    /// <param name="offsets">One for every partition of every topic.</param>
    public static LivePosition Of(IEnumerable<TopicPartitionOffset> offsets)
    {
        var byTopic = offsets.ToLookup(offset => offset.Topic, StringComparer.Ordinal);
        return new LivePosition([.. LiveTopic.All.Select(
            topic => byTopic[topic.Name].OrderBy(offset => offset.Partition.Value).Select(offset => offset.Offset.Value).ToArray())]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null for any other text.</summary>
    public static LivePosition? Parse(string text)
    {
        var topics = text.Split(BetweenTopics);
        if (topics.Length != LiveTopic.All.Length)
        {
            return null;
        }

        var offsets = new long[topics.Length][];
        for (var topic = 0; topic < topics.Length; topic++)
        {
            var parts = topics[topic].Split(BetweenPartitions);
            if (parts.Length > MostPartitions)
            {
                return null;
            }

            offsets[topic] = new long[parts.Length];
            for (var partition = 0; partition < parts.Length; partition++)
            {
                if (!long.TryParse(parts[partition], NumberStyles.None, CultureInfo.InvariantCulture, out offsets[topic][partition]))
                {
                    return null;
                }
            }
        }

        return new LivePosition(offsets);
    }

    public LivePosition Copy() => new([.. _offsets.Select(partitions => partitions.ToArray())]);

    /// <summary>Whether both are of logs with the same partitions.</summary>
    public bool Fits(LivePosition other) =>
        _offsets.Length == other._offsets.Length && _offsets.Zip(other._offsets).All(pair => pair.First.Length == pair.Second.Length);

    /// <summary>Whether nothing before the other is still to be read.</summary>
    public bool Reaches(LivePosition other) =>
        _offsets.Zip(other._offsets).All(topic => topic.First.Zip(topic.Second).All(offsets => offsets.First >= offsets.Second));

    /// <summary>Offsets that are still to be read to come as far as the other.</summary>
    public long Until(LivePosition other) =>
        _offsets.Zip(other._offsets).Sum(topic => topic.First.Zip(topic.Second).Sum(offsets => Math.Max(0, offsets.Second - offsets.First)));

    /// <summary>Goes as far as the other, where it is further.</summary>
    public void AdvanceTo(LivePosition other)
    {
        for (var topic = 0; topic < _offsets.Length; topic++)
        {
            for (var partition = 0; partition < _offsets[topic].Length; partition++)
            {
                _offsets[topic][partition] = Math.Max(_offsets[topic][partition], other._offsets[topic][partition]);
            }
        }
    }

    public override string ToString() => string.Join(
        BetweenTopics,
        _offsets.Select(partitions => string.Join(BetweenPartitions, partitions.Select(offset => offset.ToString(CultureInfo.InvariantCulture)))));
}

using System.Globalization;
using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>A consumer is given nothing although there is more and the broker says so. Another one may be.</summary>
/// <param name="partition">The log.</param>
/// <param name="position">Offset that was to be read next.</param>
/// <param name="end">Where the broker says that the log ends.</param>
/// <param name="stood">How long the position stood still.</param>
public sealed class ConsumerStalledException(TopicPartition partition, long position, long end, TimeSpan stood)
    : Exception(string.Create(
        CultureInfo.InvariantCulture,
        $"{partition.Topic}/{partition.Partition.Value} gives nothing beyond {position} for {stood.TotalSeconds:0} s, but goes on to {end}."));

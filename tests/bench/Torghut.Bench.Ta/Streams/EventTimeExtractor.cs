using Confluent.Kafka;
using Streamiz.Kafka.Net.Processors;

namespace Torghut.Bench.Ta.Streams;

/// <summary>Windows go by the time of the trade, not by that of its record.</summary>
internal sealed class EventTimeExtractor : ITimestampExtractor
{
    private const long NanosPerMilli = 1_000_000;

    public long Extract(ConsumeResult<object, object> record, long partitionTime) => ((StreamsTrade)record.Message.Value).EventTs / NanosPerMilli;
}

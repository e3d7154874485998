using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts.Decoding;
using Torghut.Ta.State;

namespace Torghut.Ta.Runtime;

/// <summary>Stable words for what stopped the compute loop.</summary>
internal static class ErrorClass
{
    public const string Kafka = "kafka";
    public const string Fenced = "kafka_fenced";
    public const string SchemaRegistry = "schema_registry";
    public const string State = "state_unreadable";
    public const string PartitionCounts = "partition_counts_differ";
    public const string CallOverdue = "call_overdue";
    public const string Stalled = "fetch_stalled";
    public const string BeyondLog = "offset_beyond_log";
    public const string Internal = "internal";

    public static string Of(Exception exception) => exception switch
    {
        TaException known => known.ErrorClass,
        KafkaException { Error.Code: ErrorCode.InvalidProducerEpoch or ErrorCode.ProducerFenced or ErrorCode.Local_Fenced } => Fenced,
        KafkaException kafka => KafkaErrorClass.Of(kafka.Error, Kafka),
        CallOverdueException => CallOverdue,
        ConsumerStalledException => Stalled,
        SchemaSourceException => SchemaRegistry,
        StateFormatException => State,
        _ => Internal,
    };
}

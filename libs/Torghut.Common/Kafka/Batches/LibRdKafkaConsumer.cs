using System.Runtime.InteropServices;

namespace Torghut.Common.Kafka.Batches;

/// <summary>The few functions of librdkafka that reading in batches needs. Signatures: rdkafka.h.</summary>
internal static unsafe partial class LibRdKafkaConsumer
{
    private const string Library = LibRdKafkaResolver.Library;

    static LibRdKafkaConsumer() => LibRdKafkaResolver.Register(typeof(LibRdKafkaConsumer).Assembly);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_new")]
    public static partial nint NewQueue(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    /// <summary>The queue of one partition, which exists before anything is fetched; to be destroyed by the caller, which only gives up its own hold.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_partition", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint PartitionQueue(nint client, string topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_forward")]
    public static partial void Forward(nint source, nint target);

    /// <summary>Waits until the array is full or the time is over, whatever has come.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int milliseconds, nint* messages, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void DestroyMessage(nint message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewTopic(nint client, string name, nint configuration);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void DestroyTopic(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_name")]
    public static partial nint TopicName(nint topic);
}

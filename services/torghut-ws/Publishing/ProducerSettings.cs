using Confluent.Kafka;

namespace Torghut.Ws.Publishing;

/// <summary>
/// The producer's settings: the contract's, with this service's batching and bounds. Idempotence, which the contract asks for, is
/// <see href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging">KIP-98</see>'s: a batch that
/// is sent again is not appended again.
/// </summary>
internal static class ProducerSettings
{
    private const int BytesPerKilobyte = 1024;

    // Messages are bounded by bytes; their number only has to be out of the way.
    private const int MaxMessages = 10_000_000;

    public static ProducerConfig From(PublishingOptions options)
    {
        var config = options.Connection.ToProducerConfig();
        config.LingerMs = options.Linger.TotalMilliseconds;
        config.BatchSize = options.BatchSize;
        config.QueueBufferingMaxKbytes = (int)(options.BufferMemory / BytesPerKilobyte);
        config.QueueBufferingMaxMessages = MaxMessages;
        config.MessageTimeoutMs = (int)options.DeliveryTimeout.TotalMilliseconds;
        return config;
    }
}

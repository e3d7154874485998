using Confluent.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Hands messages to a producer whose queue is bounded: when it is full, the caller waits.</summary>
internal static class ProducerQueue
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <param name="timeout">How long to wait for room.</param>
    public static void Produce(
        IProducer<byte[]?, byte[]> producer, string topic, Message<byte[]?, byte[]> message, TimeSpan timeout,
        Action<DeliveryReport<byte[]?, byte[]>>? report = null) =>
        WhenRoom(producer, timeout, () => producer.Produce(topic, message, report));

    /// <inheritdoc cref="Produce(IProducer{byte[], byte[]}, string, Message{byte[], byte[]}, TimeSpan, Action{DeliveryReport{byte[], byte[]}})"/>
    public static void Produce(
        IProducer<byte[]?, byte[]> producer, TopicPartition target, Message<byte[]?, byte[]> message, TimeSpan timeout,
        Action<DeliveryReport<byte[]?, byte[]>>? report = null) =>
        WhenRoom(producer, timeout, () => producer.Produce(target, message, report));

    private static void WhenRoom(IProducer<byte[]?, byte[]> producer, TimeSpan timeout, Action produce)
    {
        for (var waited = TimeSpan.Zero; ; waited += Step)
        {
            try
            {
                produce();
                return;
            }
            catch (ProduceException<byte[]?, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull && waited < timeout)
            {
                producer.Poll(Step);
            }
        }
    }
}

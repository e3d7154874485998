using Confluent.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Hands messages to a producer whose queue is bounded: when it is full, the caller waits.</summary>
internal static class ProducerQueue
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private const int MaxSteps = 1_200;

    public static void Produce(
        IProducer<byte[]?, byte[]> producer, string topic, Message<byte[]?, byte[]> message, Action<DeliveryReport<byte[]?, byte[]>>? report = null) =>
        WhenRoom(producer, () => producer.Produce(topic, message, report));

    public static void Produce(
        IProducer<byte[]?, byte[]> producer, TopicPartition target, Message<byte[]?, byte[]> message, Action<DeliveryReport<byte[]?, byte[]>>? report = null) =>
        WhenRoom(producer, () => producer.Produce(target, message, report));

    private static void WhenRoom(IProducer<byte[]?, byte[]> producer, Action produce)
    {
        for (var step = 1; ; step++)
        {
            try
            {
                produce();
                return;
            }
            catch (ProduceException<byte[]?, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull && step < MaxSteps)
            {
                producer.Poll(Step);
            }
        }
    }
}

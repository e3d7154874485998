using System.Diagnostics;
using Confluent.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>As fast as an idempotent producer with the suite's settings can send.</summary>
internal static class ProduceRun
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static double Measure(string bootstrap, string topic, int count, int size, CompressionType compression) =>
        Measure(new ProducerConfig { BootstrapServers = bootstrap }, topic, count, size, compression);

    public static double Measure(ProducerConfig config, string topic, int count, int size, CompressionType compression)
    {
        config.EnableIdempotence = true;
        config.Acks = Acks.All;
        config.LingerMs = 5;
        config.CompressionType = compression;
        config.QueueBufferingMaxMessages = 200_000;
        using var producer = new ProducerBuilder<byte[]?, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var payloads = Payload.Make(size);
        var acknowledged = 0;
        void Delivered(DeliveryReport<byte[]?, byte[]> report)
        {
            if (report.Error.IsError)
            {
                throw new KafkaException(report.Error);
            }

            Interlocked.Increment(ref acknowledged);
        }

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var message = new Message<byte[]?, byte[]> { Value = payloads[i % payloads.Length] };
            while (!TryProduce(producer, topic, message, Delivered))
            {
                Thread.Yield();
            }
        }

        producer.Flush(Timeout);
        if (acknowledged != count)
        {
            throw new InvalidOperationException($"{acknowledged} of {count} records acknowledged");
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static bool TryProduce(
        IProducer<byte[]?, byte[]> producer, string topic, Message<byte[]?, byte[]> message, Action<DeliveryReport<byte[]?, byte[]>> delivered)
    {
        try
        {
            producer.Produce(topic, message, delivered);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}

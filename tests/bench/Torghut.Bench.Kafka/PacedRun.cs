using System.Diagnostics;
using Confluent.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>A steady rate, and how long each record waits for its acknowledgement: the median of three rounds, as other work on the machine disturbs
/// one.</summary>
internal static class PacedRun
{
    private const int Rounds = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static (double P50, double P99) Measure(string bootstrap, string topic, int count, int perSecond, int size)
    {
        var config =
            new ProducerConfig { BootstrapServers = bootstrap, EnableIdempotence = true, Acks = Acks.All, LingerMs = 0, CompressionType = CompressionType.Lz4 };
        using var producer = new ProducerBuilder<byte[]?, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var payloads = Payload.Make(size);
        Send(producer, topic, payloads, perSecond, perSecond, []);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round(producer, topic, payloads, count / Rounds, perSecond)).ToList();
        return (rounds.Select(r => r.P50).Order().ElementAt(Rounds / 2), rounds.Select(r => r.P99).Order().ElementAt(Rounds / 2));
    }

    private static (double P50, double P99) Round(IProducer<byte[]?, byte[]> producer, string topic, byte[][] payloads, int count, int perSecond)
    {
        var waits = new double[count];
        Send(producer, topic, payloads, count, perSecond, waits);
        Array.Sort(waits);
        return (waits[count / 2], waits[(int)(count * 0.99)]);
    }

    private static void Send(IProducer<byte[]?, byte[]> producer, string topic, byte[][] payloads, int count, int perSecond, double[] waits)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            while (Stopwatch.GetElapsedTime(start) < due)
            {
                Thread.Yield();
            }

            var (index, sent) = (i, Stopwatch.GetTimestamp());
            producer.Produce(topic, new Message<byte[]?, byte[]> { Value = payloads[i % payloads.Length] }, _ =>
            {
                if (index < waits.Length)
                {
                    waits[index] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                }
            });
        }

        producer.Flush(Timeout);
    }
}

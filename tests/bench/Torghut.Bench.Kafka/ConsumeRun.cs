using System.Diagnostics;
using Confluent.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>From the first record as fast as one consumer can read.</summary>
internal static class ConsumeRun
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static double Measure(string bootstrap, string topic, int count, IsolationLevel isolation)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "bench-" + topic,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            IsolationLevel = isolation,

            // By default the client rests for a second whenever its queue is full, and that rest would be what is measured.
            FetchQueueBackoffMs = 5,
        };
        using var consumer = new ConsumerBuilder<byte[]?, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        if (consumer.Consume(Timeout) is null)
        {
            throw new InvalidOperationException("No record came");
        }

        var watch = Stopwatch.StartNew();
        for (var read = 1; read < count; read++)
        {
            if (consumer.Consume(Timeout) is null)
            {
                throw new InvalidOperationException($"{read} of {count} records came");
            }
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}

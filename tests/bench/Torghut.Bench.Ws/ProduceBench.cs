using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Torghut.Ws.Publishing;
using Torghut.Ws.Publishing.Native;

namespace Torghut.Bench.Ws;

/// <summary>Producing to the sandbox broker: CPU time and memory a record against Confluent.Kafka's Produce, and the latency of an open loop.</summary>
internal static class ProduceBench
{
    private const int RecordBytes = 120;
    private static readonly byte[][] Keys = [.. Enumerable.Range(0, 200).Select(number => Encoding.UTF8.GetBytes($"SY{number:D3}"))];

    public static Sample Ours(string bootstrap, int count)
    {
        var events = new CountingEvents(count);
        using var producer = new KafkaProducerHandle(Settings(bootstrap, 5), ["ours"], events);
        var value = Value();
        return Measure(count, index =>
        {
            while (producer.Produce(Keys[index % Keys.Length], value, new ProduceTicket(ProduceTopic.Trades, 0)) != 0)
            {
                Thread.Yield();
            }
        }, () => producer.Flush(CancellationToken.None), () => events.Done);
    }

    public static Sample Stock(string bootstrap, int count)
    {
        var done = 0;
        using var producer = new ProducerBuilder<byte[], byte[]>(Settings(bootstrap, 5)).Build();
        var value = Value();
        return Measure(count, index =>
        {
            while (true)
            {
                try
                {
                    // The forwarder builds each value anew, so a stock producer needs an array a record.
                    producer.Produce("stock", new Message<byte[], byte[]> { Key = Keys[index % Keys.Length], Value = value.ToArray() }, _ => Interlocked.Increment(ref done));
                    return;
                }
                catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
                {
                    Thread.Yield();
                }
            }
        }, () => producer.Flush(Timeout.InfiniteTimeSpan), () => done);
    }

    /// <summary>Milliseconds from when a record was due to its acknowledgement, sorted.</summary>
    public static double[] OpenLoop(string bootstrap, int perSecond, int seconds)
    {
        var count = perSecond * seconds;
        var events = new CountingEvents(count);
        using var producer = new KafkaProducerHandle(Settings(bootstrap, 1), ["paced"], events);
        var value = Value();
        producer.Produce(Keys[0], value, new ProduceTicket(ProduceTopic.Trades, Stopwatch.GetTimestamp()));
        producer.Flush(CancellationToken.None);
        var step = Stopwatch.Frequency / perSecond;
        var start = Stopwatch.GetTimestamp();
        for (var index = 0; index < count - 1; index++)
        {
            var due = start + (index * step);
            while (Stopwatch.GetTimestamp() < due)
            {
                Thread.SpinWait(100);
            }

            producer.Produce(Keys[index % Keys.Length], value, new ProduceTicket(ProduceTopic.Trades, due));
        }

        producer.Flush(CancellationToken.None);
        return [.. events.Latencies.Skip(1).Order()];
    }

    private static Sample Measure(int count, Action<int> produce, Action flush, Func<int> done)
    {
        for (var index = 0; index < count / 10; index++)
        {
            produce(index);
        }

        flush();
        var already = done();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
        {
            produce(index);
        }

        flush();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return done() - already == count
            ? new Sample(elapsed.TotalNanoseconds / count, used.TotalNanoseconds / count, (double)bytes / count)
            : throw new InvalidOperationException($"{done() - already} of {count} records were acknowledged.");
    }

    private static ProducerConfig Settings(string bootstrap, int lingerMs) => ProducerSettings.From(
        new PublishingOptions { Bootstrap = bootstrap, Linger = TimeSpan.FromMilliseconds(lingerMs), BufferMemory = 256 * 1024 * 1024 });

    private static byte[] Value()
    {
        var value = new byte[RecordBytes];
        new Random(1).NextBytes(value);
        return value;
    }

    private sealed class CountingEvents(int capacity) : IProducerEvents
    {
        private readonly double[] _latencies = new double[capacity + (capacity / 10) + 1];
        private int _done;

        public int Done => Volatile.Read(ref _done);

        public IEnumerable<double> Latencies => _latencies.Take(Done);

        public void OnDelivery(ProduceTicket ticket, int error)
        {
            if (error == 0)
            {
                _latencies[_done] = Stopwatch.GetElapsedTime(ticket.StartedAt).TotalMilliseconds;
                Interlocked.Increment(ref _done);
            }
        }

        public void OnError(Error error)
        {
        }

        public void OnLog(LogMessage message)
        {
        }
    }
}

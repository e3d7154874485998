using System.Diagnostics.Metrics;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>
/// From a frame to Kafka's acknowledgement of each of its records, at a steady rate that does not wait for anybody (open loop): a frame's clock
/// starts when it is due, so that whatever delays the forwarder counts.
/// </summary>
internal static class LatencyBench
{
    private const int PerSecond = 10_000;
    private const int LargestFrame = 19;
    private const double P99Target = 5;
    private const string Histogram = "torghut_ws_kafka_send_latency_seconds";
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, string bootstrap)
    {
        using var parts = new ForwarderParts(new PublishingOptions { Bootstrap = bootstrap, Linger = Linger });
        using var producer = parts.KafkaProducer();
        var path = await parts.PathAsync(producer);
        var frames = FrameSet.Make(PerSecond * arguments.Pick(20, 2), LargestFrame);
        var warmUp = FrameSet.Make(PerSecond * arguments.Pick(5, 1), LargestFrame);
        Send(path, warmUp);
        Flush(producer);

        var waits = new double[frames.Messages];
        var count = 0;
        using var listener = Listen(wait => waits[Interlocked.Increment(ref count) - 1] = wait);
        Send(path, frames);
        Flush(producer);
        var percentiles = new Percentiles(waits.AsSpan(0, count));
        var note = $"open loop, {PerSecond} msg/s, linger {Linger.TotalMilliseconds:0} ms, {percentiles.Count} records";
        report.Add(new BenchResult("frame_to_ack_p50", percentiles.At(0.5) * 1000, "ms") { Note = note });
        report.Add(new BenchResult("frame_to_ack_p99", percentiles.At(0.99) * 1000, "ms") { Note = note }.AtMost(P99Target));
        report.Add(new BenchResult("frame_to_ack_p99.9", percentiles.At(0.999) * 1000, "ms") { Note = note });
    }

    private static MeterListener Listen(Action<double> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == Histogram)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => measured(value));
        listener.Start();
        return listener;
    }

    private static void Send(ForwarderPath path, FrameSet frames)
    {
        var time = TimeProvider.System;
        var ticksPerMessage = (double)time.TimestampFrequency / PerSecond;
        var start = time.GetTimestamp();
        var ingest = Nanos.Now(time);
        var sent = 0L;
        for (var i = 0; i < frames.Frames.Count; i++)
        {
            var due = start + (long)(sent * ticksPerMessage);
            SteadyClock.SleepUntil(due);
            path.Offer(frames.Frames[i], ingest + (due - start), due);
            sent += frames.Counts[i];
        }
    }

    private static void Flush(KafkaRecordProducer producer)
    {
        using var deadline = new CancellationTokenSource(Patience);
        if (producer.Flush(deadline.Token) != 0)
            throw new InvalidOperationException("The records were not all acknowledged.");
    }
}

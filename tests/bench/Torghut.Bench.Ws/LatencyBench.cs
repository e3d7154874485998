using Torghut.Contracts.Time;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>
/// From a frame to Kafka's acknowledgement of each of its records, at a steady rate that does not wait for anybody (open loop): a frame's clock
/// starts when it is due, so that whatever delays the forwarder counts. Each figure is the median over several rounds, as other work on the
/// machine disturbs some.
/// </summary>
internal static class LatencyBench
{
    private const int PerSecond = 10_000;
    private const int LargestFrame = 19;
    private const double P99Target = 5;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, string bootstrap)
    {
        var parts = new ForwarderComponents(new PublishingOptions { Bootstrap = bootstrap, Linger = Linger });
        var times = new DeliveryTimes();
        using var producer = parts.KafkaProducer(times.Before);
        var path = await parts.PathAsync(producer);
        var perRound = PerSecond * arguments.Pick(5, 1);
        var rounds = arguments.Pick(5, 1);

        // One set, cut into rounds: the forwarder would know a message of an earlier one again. The first warms up.
        var frames = FrameSet.Make(perRound * (rounds + 1), LargestFrame);
        var next = 0;
        _ = Round(path, producer, times, frames, perRound, ref next);
        var measured = new List<Percentiles>();
        for (var round = 0; round < rounds; round++)
        {
            measured.Add(Round(path, producer, times, frames, perRound, ref next));
        }

        var note = $"open loop, {PerSecond} msg/s, linger {Linger.TotalMilliseconds:0} ms, {rounds} rounds, {measured.Sum(round => round.Count)} records";
        report.Add(Result("frame_to_ack_p50", 0.5, measured, note));
        report.Add(Result("frame_to_ack_p99", 0.99, measured, note).AtMost(P99Target));
        report.Add(Result("frame_to_ack_p99.9", 0.999, measured, note));
    }

    private static BenchResult Result(string name, double share, List<Percentiles> rounds, string note)
    {
        var milliseconds = rounds.Select(round => round.At(share) * 1000).Order().ToList();
        var median = milliseconds[milliseconds.Count / 2];
        return new BenchResult(name, median, "ms") { Spread = (milliseconds[^1] - milliseconds[0]) / median, Best = milliseconds[0], Note = note };
    }

    private static Percentiles Round(ForwarderPath path, KafkaRecordProducer producer, DeliveryTimes times, FrameSet frames, int messages, ref int next)
    {
        times.Begin(messages + LargestFrame);
        Send(path, frames, messages, ref next);
        using var deadline = new CancellationTokenSource(Timeout);
        if (producer.Flush(deadline.Token) != 0)
        {
            throw new InvalidOperationException("The records were not all acknowledged.");
        }

        return new Percentiles(times.Seconds);
    }

    private static void Send(ForwarderPath path, FrameSet frames, int messages, ref int next)
    {
        var time = TimeProvider.System;
        var ticksPerMessage = (double)time.TimestampFrequency / PerSecond;
        var start = time.GetTimestamp();
        var ingest = Nanos.Now(time);
        for (var sent = 0L; sent < messages && next < frames.Frames.Count; sent += frames.Counts[next++])
        {
            var due = start + (long)(sent * ticksPerMessage);
            SteadyClock.SleepUntil(due);
            path.Offer(frames.Frames[next], ingest + (due - start), due);
        }
    }
}

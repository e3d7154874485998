using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confluent.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>The runs, their targets and how they are shown.</summary>
internal static class KafkaBench
{
    private const int Records = 2_000_000;
    private const int RecordBytes = 200;
    private const int PacedPerSecond = 10_000;
    private const double ProduceTarget = 200_000;
    private const double ConsumeTarget = 300_000;
    private const double AckTargetMs = 5;
    private const double MemoryTargetMb = 300;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static async Task<int> RunAsync(bool asJson)
    {
        var scale = double.Parse(Environment.GetEnvironmentVariable("TORGHUT_BENCH_SCALE") ?? "1", CultureInfo.InvariantCulture);
        var count = (int)(Records * scale);
        var results = new List<BenchResult>();
        var mock = MockCluster.Produce(count, RecordBytes);
        using (var broker = await BrokerProcess.StartAsync())
        {
            ProduceRun.Measure(broker.Bootstrap, "plain", count / 10, RecordBytes, CompressionType.None);
            var plain = ProduceRun.Measure(broker.Bootstrap, "plain", count, RecordBytes, CompressionType.None);
            results.Add(new("produce", plain, "msg/s", ProduceTarget, false) { Peer = "librdkafka mock cluster, in memory", PeerValue = mock });
            results.Add(new("produce_lz4", ProduceRun.Measure(broker.Bootstrap, "lz4", count, RecordBytes, CompressionType.Lz4), "msg/s", ProduceTarget, false));
            results.Add(new("consume", ConsumeRun.Measure(broker.Bootstrap, "plain", count, IsolationLevel.ReadUncommitted), "msg/s", ConsumeTarget, false));
            results.Add(new("consume_lz4_committed", ConsumeRun.Measure(broker.Bootstrap, "lz4", count, IsolationLevel.ReadCommitted), "msg/s", ConsumeTarget, false));
            var ack = PacedRun.Measure(broker.Bootstrap, "paced", (int)(PacedPerSecond * 10 * scale), PacedPerSecond, RecordBytes);
            results.Add(new("produce_ack_p50", ack.P50, "ms", AckTargetMs, true));
            results.Add(new("produce_ack_p99", ack.P99, "ms", AckTargetMs, true));
            results.Add(new("broker_peak_memory", broker.PeakMemory(), "MiB", MemoryTargetMb, true));
        }
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(new { subject = "kafka", results }, Json));
        else
            Print(results);
        return results.TrueForAll(r => r.Ok) ? 0 : 1;
    }

    private static void Print(List<BenchResult> results)
    {
        foreach (var r in results)
        {
            var bound = r.IsCeiling ? "at most" : "at least";
            var peer = r.Peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"  ({r.Ratio:0.00} of {r.Peer}: {r.PeerValue:0})");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(r.Ok ? "ok  " : "MISS")} {r.Name,-22} {r.Value,12:0.##} {r.Unit,-6} {bound} {r.Target:0}{peer}"));
        }
    }
}

using Confluent.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>The runs and their targets. Rates are by the clock: on a busy machine they are lower.</summary>
internal static class KafkaBench
{
    private const int RecordBytes = 200;
    private const int PacedPerSecond = 10_000;
    private const double ProduceTarget = 200_000;
    private const double ConsumeTarget = 300_000;
    private const double AckTargetMs = 5;
    private const double MemoryTargetMb = 300;
    private const string Before = "with SendOffsetsToTransaction, as before ADR 0026";

    public static async Task<BenchReport> RunAsync(BenchArguments arguments)
    {
        var report = new BenchReport("kafka", arguments.Quick);
        var count = arguments.Pick(2_000_000, 50_000);
        var mock = MockCluster.Produce(count, RecordBytes);
        using var broker = await ServerProcess.StartAsync();
        ProduceRun.Measure(broker.Address, "plain", count / 10, RecordBytes, CompressionType.None);
        var plain = ProduceRun.Measure(broker.Address, "plain", count, RecordBytes, CompressionType.None);
        report.Add(new BenchResult("produce", plain, "msg/s").Against("librdkafka mock cluster, in memory", mock).AtLeast(ProduceTarget));
        var lz4 = ProduceRun.Measure(broker.Address, "lz4", count, RecordBytes, CompressionType.Lz4);
        report.Add(new BenchResult("produce_lz4", lz4, "msg/s").AtLeast(ProduceTarget));
        var consume = ConsumeRun.Measure(broker.Address, "plain", count, IsolationLevel.ReadUncommitted);
        report.Add(new BenchResult("consume", consume, "msg/s").AtLeast(ConsumeTarget));
        var committed = ConsumeRun.Measure(broker.Address, "lz4", count, IsolationLevel.ReadCommitted);
        report.Add(new BenchResult("consume_lz4_committed", committed, "msg/s").AtLeast(ConsumeTarget));
        var ack = PacedRun.Measure(broker.Address, "paced", PacedPerSecond * arguments.Pick(10, 1), PacedPerSecond, RecordBytes);
        report.Add(new BenchResult("produce_ack_p50", ack.P50, "ms").AtMost(AckTargetMs));
        report.Add(new BenchResult("produce_ack_p99", ack.P99, "ms").AtMost(AckTargetMs));
        await AddCommitsAsync(report, broker.Address, arguments);
        report.Add(new BenchResult("broker_peak_memory", broker.PeakMemory(), "MiB").AtMost(MemoryTargetMb));
        report.Equal("records acknowledged and records read back, by number", count);
        return report;
    }

    /// <summary>The commits alone, on any cluster.</summary>
    public static async Task<BenchReport> RunCommitsAsync(BenchArguments arguments, string bootstrap)
    {
        var report = new BenchReport("kafka", arguments.Quick);
        await AddCommitsAsync(report, bootstrap, arguments);
        return report;
    }

    private static async Task AddCommitsAsync(BenchReport report, string bootstrap, BenchArguments arguments)
    {
        var (inChangelog, toGroup) = await CommitRun.MeasureAsync(bootstrap, arguments.Pick(1_000, 20));
        report.Add(new BenchResult("commit_p50", inChangelog.At(0.5), "ms").Against(Before, toGroup.At(0.5)));
        report.Add(new BenchResult("commit_p99", inChangelog.At(0.99), "ms").Against(Before, toGroup.At(0.99)));
    }
}

using Confluent.Kafka;
using Torghut.Bench.Ta.Streams;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;

namespace Torghut.Bench.Ta;

/// <summary>
/// CPU time of a trade on its way from Kafka into one-second bars in Kafka: the whole service against a Streamiz topology, each a process of its own
/// at the same broker. Only plain trades are sent, which both take in the same way; the service makes its signals and rows of the bars as well.
/// </summary>
internal static class StreamsBench
{
    private const string Peer = "Streamiz.Kafka.Net, bars alone, windows in memory, at least once";
    private const double RatioTarget = 1;
    private const int ComparedSeconds = 40;
    private const int MeasuredSeconds = 1_200;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than the service waits for quotes that do not come.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        var compared = await RunAsync(Market.Make(ComparedSeconds).OnlyPlainTrades(), report);
        var market = Market.Make(MeasuredSeconds).OnlyPlainTrades();
        List<(double Ours, double Theirs)> rounds = arguments.Quick ? [compared] : [];
        while (rounds.Count < arguments.Pick(3, 1))
        {
            rounds.Add(await RunAsync(market, null));
        }

        var ours = rounds.Select(round => round.Ours).Order().ToList();
        var theirs = rounds.Select(round => round.Theirs).Order().ToList();
        var median = ours[ours.Count / 2];
        var result = new BenchResult("bars_cpu", median, "ns/trade")
        {
            Spread = (ours[^1] - ours[0]) / median,
            Best = ours[0],
            Note = "whole processes; ours makes signals, state and ClickHouse rows too, exactly once",
        };
        report.Add(result.Against(Peer, theirs[theirs.Count / 2]).RatioAtMost(RatioTarget));
    }

    /// <param name="report">Where the comparison of the outputs goes; null when they have been compared.</param>
    private static async Task<(double Ours, double Theirs)> RunAsync(Market market, BenchReport? report)
    {
        var expected = new CollectingOutput();
        PipelineBench.Expect(market, expected);
        await using var pipeline = await Pipeline.StartAsync();
        using (var feed = new PipelineFeed(pipeline.Bootstrap))
        {
            feed.SendAll(await EncodedMarket.MakeAsync(market, pipeline.Registry));
        }

        var ours = await OursAsync(pipeline, market.Trades.Count, expected.Bars.Count);
        var theirs = await TheirsAsync(pipeline, market.Trades.Count, expected.Bars.Count);
        if (report is not null)
        {
            await CompareAsync(report, pipeline, expected);
        }

        return (ours, theirs);
    }

    private static async Task<double> OursAsync(Pipeline pipeline, int trades, int bars)
    {
        pipeline.StartService();
        var cost = new CpuCurve(bars);
        var stored = 0L;
        await WatchAsync(
            async () =>
            {
                var progress = await pipeline.ReadProgressAsync();
                cost.Add(progress.Microbars, progress.Cpu);
                stored = progress.Stored;
            },
            () => cost.IsComplete && stored >= 2L * bars);
        await pipeline.StopServiceAsync();
        return cost.NanosPerItem(trades);
    }

    private static async Task<double> TheirsAsync(Pipeline pipeline, int trades, int bars)
    {
        using var streams = await ServerProcess.StartAsync(StreamsServer.Argument, pipeline.Bootstrap);
        using var consumer = BarsConsumer(pipeline);
        var cost = new CpuCurve(bars);
        await WatchAsync(
            () =>
            {
                cost.Add(consumer.QueryWatermarkOffsets(new TopicPartition(StreamsServer.BarsTopic, 0), Timeout).High.Value, streams.CpuTime);
                return Task.CompletedTask;
            },
            () => cost.IsComplete);
        return cost.NanosPerItem(trades);
    }

    private static async Task WatchAsync(Func<Task> look, Func<bool> isDone)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        using var timer = new PeriodicTimer(PollInterval, TimeProvider.System);
        while (!isDone())
        {
            await timer.WaitForNextTickAsync(deadline.Token);
            await look();
        }
    }

    /// <summary>Bars of the seconds that the trades themselves have closed, in both topics, against the engine alone.</summary>
    private static async Task CompareAsync(BenchReport report, Pipeline pipeline, CollectingOutput expected)
    {
        var last = expected.Bars.Max(bar => bar.Envelope.Seq);
        var service = (await PipelineBench.ReadAsync(pipeline, Topics.TaMicrobars, RecordCodecs.Microbar, int.MaxValue))
            .Where(bar => bar.Envelope.Seq <= last)
            .Select(bar => new Bar(bar.Envelope.Symbol, bar.Envelope.Seq, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count));
        List<Bar> ours = [.. service.OrderBy(bar => bar.Second).ThenBy(bar => bar.Symbol, StringComparer.Ordinal)];
        List<Bar> theirs = [.. ReadStreams(pipeline).OrderBy(bar => bar.Second).ThenBy(bar => bar.Symbol, StringComparer.Ordinal)];
        report.RequireEqual("bars of plain trades in Kafka: symbol, second, open, high, low, close, volume, count", "Streamiz.Kafka.Net", ours, theirs);
    }

    private static List<Bar> ReadStreams(Pipeline pipeline)
    {
        const long second = 1_000_000_000;
        using var consumer = BarsConsumer(pipeline);
        consumer.Assign(new TopicPartitionOffset(StreamsServer.BarsTopic, 0, Offset.Beginning));
        var serdes = new BarSerDes();
        var bars = new List<Bar>();
        while (consumer.Consume(Timeout) is { IsPartitionEOF: false, Message: { } message })
        {
            var bar = serdes.Deserialize(message.Value, default);
            bars.Add(new Bar(message.Key, bar.First.Ts / second, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count));
        }

        return bars;
    }

    private static IConsumer<string, byte[]> BarsConsumer(Pipeline pipeline)
    {
        var config = new ConsumerConfig { BootstrapServers = pipeline.Bootstrap, GroupId = "bench-bars", EnablePartitionEof = true };
        return new ConsumerBuilder<string, byte[]>(config).Build();
    }

    private sealed record Bar(string Symbol, long Second, double Open, double High, double Low, double Close, double Volume, long Count);
}

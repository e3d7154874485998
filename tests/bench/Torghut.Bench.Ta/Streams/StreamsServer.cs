using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.SerDes;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using Torghut.Contracts;

namespace Torghut.Bench.Ta.Streams;

/// <summary>
/// The peer: one-second bars with Streamiz, in a process of its own. Everything that can be made cheap for it is: windows in memory and not in RocksDB,
/// no changelogs, at least once, the smallest serdes. A window's bar leaves when the window closes, after the same disorder that the service allows.
/// </summary>
internal static class StreamsServer
{
    public const string Argument = "streamiz";
    public const string BarsTopic = "bench.streamiz.bars";

    private const string Store = "bars";
    private static readonly TimeSpan WindowSize = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AllowedDisorder = TimeSpan.FromSeconds(2);

    public static async Task<int> ServeAsync(string directory, string bootstrap)
    {
        var config = new StreamConfig<StringSerDes, BarSerDes>
        {
            ApplicationId = "bench-streamiz",
            BootstrapServers = bootstrap,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            Guarantee = ProcessingGuarantee.AT_LEAST_ONCE,
            StateDir = directory,
            MetricsIntervalMs = (long)TimeSpan.FromHours(1).TotalMilliseconds,
            Logger = NullLoggerFactory.Instance,
        };
        var stream = new KafkaStream(Topology(), config);
        await stream.StartAsync();
        await ServerProcess.WaitForEndAsync("");
        stream.Dispose();
        return 0;
    }

    private static Topology Topology()
    {
        var builder = new StreamBuilder();
        builder.Stream(Topics.Trades, new StringSerDes(), new TradeSerDes(), new EventTimeExtractor())
            .GroupByKey()
            .WindowedBy(TumblingWindowOptions.Of(WindowSize, AllowedDisorder))
            .Aggregate(
                () => new StreamsBar(),
                (_, trade, bar) => bar.Add(trade),
                InMemoryWindows.As<string, StreamsBar>(Store, WindowSize)
                    .WithKeySerdes(new StringSerDes()).WithValueSerdes(new BarSerDes()).WithLoggingDisabled())
            .Suppress(
                SuppressedBuilder.UntilWindowClose<Windowed<string>, StreamsBar>(AllowedDisorder, StrictBufferConfig.Unbounded().WithLoggingDisabled())
                    .WithKeySerdes(new TimeWindowedSerDes<string>(new StringSerDes(), (long)WindowSize.TotalMilliseconds))
                    .WithValueSerdes(new BarSerDes()))
            .ToStream((window, _, _) => window.Key)
            .To(BarsTopic, new StringSerDes(), new BarSerDes());
        return builder.Build();
    }
}

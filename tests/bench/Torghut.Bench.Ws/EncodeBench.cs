using Confluent.SchemaRegistry;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Sandbox.Registry;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>The encoding alone, of trades and quotes as the forwarder makes them.</summary>
internal static class EncodeBench
{
    private const int LargestFrame = 100;

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        using var made = await RecordsAsync(arguments.Pick(60_000, 6_000));
        var directory = Directory.CreateTempSubdirectory("torghut-bench-ws-").FullName;
        try
        {
            var options = new RegistryOptions { DataDirectory = directory };
            await using var server = await RegistryServer.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
            using var registry = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = server.BaseAddress.ToString() });
            await EncodeRun.RunAsync(arguments, report, registry, "trade", RecordCodecs.Trade, Topics.Trades, made.ValuesOf(ProduceTopic.Trades));
            await EncodeRun.RunAsync(arguments, report, registry, "quote", RecordCodecs.Quote, Topics.Quotes, made.ValuesOf(ProduceTopic.Quotes));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<CollectingProducer> RecordsAsync(int count)
    {
        var parts = new ForwarderComponents(new PublishingOptions());
        var collecting = new CollectingProducer();
        var path = await parts.PathAsync(collecting);
        var frames = FrameSet.Make(count, LargestFrame);
        for (var i = 0; i < frames.Frames.Count; i++)
        {
            path.Offer(frames.Frames[i], FrameClock.IngestNanos(i), FrameClock.Timestamp(i));
        }

        return collecting;
    }
}

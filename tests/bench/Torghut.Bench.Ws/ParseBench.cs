using System.Text.Json.Nodes;
using Torghut.Contracts;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>Frame bytes → parsed, deduplicated, enveloped, Avro: ours, a Node peer and a plain C# version over the same frames.</summary>
internal static class ParseBench
{
    private const int LargestFrame = 100;
    private const double NodeTarget = 6;

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        var frames = FrameSet.Make(arguments.Pick(200_000, 20_000), LargestFrame);
        var directory = Directory.CreateTempSubdirectory("torghut-bench-ws-").FullName;
        try
        {
            using var node = StartNode(frames, directory);
            var parts = new ForwarderComponents(new PublishingOptions());
            await CompareAsync(frames, parts, node, directory, report);
            await TimeAsync(arguments, frames, parts, node, report);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static NodeContender StartNode(FrameSet frames, string directory)
    {
        var path = Path.Combine(directory, "frames");
        frames.Save(path);
        var trade = Path.Combine(directory, "trade.avsc");
        var quote = Path.Combine(directory, "quote.avsc");
        File.WriteAllText(trade, ContractSchemas.Trade.Json);
        File.WriteAllText(quote, ContractSchemas.Quote.Json);
        return new NodeContender("bench-ws.mjs", path, trade, quote, FrameClock.FirstNanos.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task CompareAsync(FrameSet frames, ForwarderComponents parts, NodeContender node, string directory, BenchReport report)
    {
        using var ours = new CollectingProducer();
        var path = await parts.PathAsync(ours);
        for (var i = 0; i < frames.Frames.Count; i++)
        {
            path.Offer(frames.Frames[i], FrameClock.IngestNanos(i), FrameClock.Timestamp(i));
        }

        using var plain = new CollectingProducer();
        var plainPath = new PlainPath(plain, 1, 2);
        for (var i = 0; i < frames.Frames.Count; i++)
        {
            plainPath.Offer(frames.Frames[i], FrameClock.IngestNanos(i));
        }

        var file = Path.Combine(directory, "node");
        await node.AskAsync(new JsonObject { ["op"] = "collect", ["file"] = file });
        Require(ours, File.ReadAllBytes(file), "Node peer");
        Require(ours, plain.Bytes, "plain C# version");
        if (ours.Count == frames.Messages)
        {
            throw new OutputsDifferException("No message was dropped as repeated: the frames are not those that were meant.");
        }

        report.Equal("frames to Kafka records: ours, Node's and the plain C# version's, byte for byte", ours.Count);
    }

    private static async Task TimeAsync(BenchArguments arguments, FrameSet frames, ForwarderComponents parts, NodeContender node, BenchReport report)
    {
        using var sink = new CountingProducer();
        var path = await parts.PathAsync(sink);
        var plain = new PlainPath(sink, 1, 2);
        var repeats = arguments.Pick(4, 1);
        var offered = 0L;
        void Ours()
        {
            for (var r = 0; r < repeats; r++)
            {
                // Every lap comes as late after its messages' own time as the first; only the clock that ages what is remembered goes on.
                for (var i = 0; i < frames.Frames.Count; i++)
                {
                    path.Offer(frames.Frames[i], FrameClock.IngestNanos(i), FrameClock.Timestamp(offered++));
                }
            }
        }

        void Plain()
        {
            for (var i = 0; i < frames.Frames.Count; i++)
            {
                plain.Offer(frames.Frames[i], FrameClock.IngestNanos(i));
            }
        }

        for (var i = 0; i < arguments.Pick(8, 1); i++)
        {
            Ours();
            Plain();
            await node.PassAsync(frames.Messages, new JsonObject { ["op"] = "pass" });
        }

        var sets = await Measure.AlternateAsync(
            arguments.Pick(9, 2),
            () => Task.FromResult(Measure.Pass((long)frames.Messages * repeats, Ours)),
            () => node.PassAsync(frames.Messages, new JsonObject { ["op"] = "pass" }),
            () => Task.FromResult(Measure.Pass(frames.Messages, Plain)));
        var version = await node.VersionAsync();
        report.Add(new BenchResult("frame_to_avro", 1e9 / sets[0].CpuNanos, "msg/cpu-s") { Spread = sets[0].Spread }
            .Against($"{version}, JSON.parse + Set + avsc", 1e9 / sets[1].CpuNanos).RatioAtLeast(NodeTarget));
        report.Add(new BenchResult("frame_to_avro_plain", 1e9 / sets[0].CpuNanos, "msg/cpu-s") { Spread = sets[0].Spread }
            .Against("C#, JsonSerializer", 1e9 / sets[2].CpuNanos));
        report.Add(new BenchResult("frame_to_avro_cpu", sets[0].CpuNanos, "ns/msg") { Spread = sets[0].Spread, Best = sets[0].BestCpuNanos });
        report.Add(new BenchResult("frame_to_avro_wall", sets[0].WallNanos, "ns/msg").Against(version, sets[1].WallNanos));
        report.Add(new BenchResult("frame_to_avro_allocated", sets[0].AllocatedBytes, "B/msg").Against("C#, JsonSerializer", sets[2].AllocatedBytes).AtMost(0));
    }

    private static void Require(CollectingProducer ours, ReadOnlySpan<byte> theirs, string peer)
    {
        if (!ours.Bytes.SequenceEqual(theirs))
        {
            throw new OutputsDifferException($"The {peer}'s records are not those of the service.");
        }
    }
}

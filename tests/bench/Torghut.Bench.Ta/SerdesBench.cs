using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Bench.Ta;

/// <summary>The service's way in and out of Kafka: signals encoded, trades and quotes decoded, trades consumed.</summary>
internal static class SerdesBench
{
    /// <param name="signals">What the engine makes.</param>
    public static async Task RunAsync(BenchArguments arguments, BenchReport report, IReadOnlyList<Signal> signals)
    {
        await using var pipeline = await Pipeline.StartAsync();
        using var registry = pipeline.ConfluentRegistry();
        var encoder = new RecordEncoder<Signal>(RecordCodecs.Signal, 0);
        List<byte[]> framed = [.. signals.Select(signal => encoder.Encode(signal))];
        await EncodeRun.RunAsync(arguments, report, registry, "signal", RecordCodecs.Signal, Topics.TaSignals, framed);
        var market = await EncodedMarket.MakeAsync(Market.Make(arguments.Pick(600, 40)), pipeline.Registry);
        await DecodeBench.RunAsync(arguments, report, pipeline, market);
        await ConsumeBench.RunAsync(arguments, report, pipeline, market);
        await EventDecodeBench.RunAsync(arguments, report, pipeline, market);
        await SinkRowBench.RunAsync(arguments, report);
        await ReadBench.RunAsync(arguments, report, pipeline, market.Events.Count(e => e.IsTrade));
    }
}

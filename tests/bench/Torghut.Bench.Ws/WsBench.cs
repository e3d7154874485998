using System.Globalization;
using System.Text.Json;

namespace Torghut.Bench.Ws;

/// <summary>The runs, in turns so that a busy moment of the machine hits everybody, and their table.</summary>
internal static class WsBench
{
    private const int Rounds = 5;
    private const int Passes = 10;
    private const int Records = 300_000;
    private const int PacedPerSecond = 10_000;
    private const int PacedSeconds = 10;
    private const double NodeTarget = 6;
    private const double AckTargetMs = 5;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static int Usage()
    {
        Console.Error.WriteLine("Usage: Torghut.Bench.Ws [--json]");
        return 64;
    }

    public static async Task<int> RunAsync(bool asJson)
    {
        var results = new List<BenchResult>();
        await MeasurePathAsync(results);
        await MeasureProduceAsync(results);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { subject = "ws", results }, Json));
        }
        else
        {
            results.ForEach(Print);
        }

        return results.TrueForAll(result => result.Ok) ? 0 : 1;
    }

    private static async Task MeasurePathAsync(List<BenchResult> results)
    {
        var corpus = Corpus.Make(seed: 1);
        var file = Path.GetTempFileName();
        corpus.Write(file);
        using var node = new NodeContender(file);
        using var ours = new OursContender(corpus);
        IContender[] contenders = [ours, node, new SerializerContender(corpus)];
        var digests = await Task.WhenAll(contenders.Select(contender => contender.DigestAsync()));
        if (digests.Distinct().Count() != 1)
        {
            throw new InvalidOperationException($"The contenders' outputs differ: {string.Join(' ', digests)}");
        }

        var samples = contenders.ToDictionary(contender => contender.Name, _ => new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                samples[contender.Name].Add(await contender.RunAsync(Passes));
            }
        }

        File.Delete(file);
        var own = Middle(samples[ours.Name], sample => sample.Nanoseconds);
        foreach (var peer in contenders.Skip(1))
        {
            var other = Middle(samples[peer.Name], sample => sample.Nanoseconds);
            double? target = peer is NodeContender ? NodeTarget : null;
            results.Add(new($"path_vs_{(peer is NodeContender ? "node" : "serializer")}", own, "ns/msg", peer.Name, other, other / own, target, other / own >= (target ?? 0)));
        }

        var spread = samples[ours.Name].Max(sample => sample.Nanoseconds) - samples[ours.Name].Min(sample => sample.Nanoseconds);
        results.Add(new("path_spread", spread, "ns/msg", null, null, null, null, true));
        results.Add(new("path_cpu", Middle(samples[ours.Name], sample => sample.CpuNanoseconds), "ns/msg", null, null, null, null, true));
        var bytes = Middle(samples[ours.Name], sample => sample.AllocatedBytes!.Value);
        var serializer = Middle(samples["JsonSerializer"], sample => sample.AllocatedBytes!.Value);
        results.Add(new("path_allocated", bytes, "B/msg", "JsonSerializer", serializer, null, 0, bytes == 0));
    }

    private static async Task MeasureProduceAsync(List<BenchResult> results)
    {
        using var broker = await BrokerChild.StartAsync();
        var ours = new List<Sample>();
        var stock = new List<Sample>();
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(ProduceBench.Ours(broker.Bootstrap, Records));
            stock.Add(ProduceBench.Stock(broker.Bootstrap, Records));
        }

        var (own, other) = (Middle(ours, sample => sample.CpuNanoseconds), Middle(stock, sample => sample.CpuNanoseconds));
        results.Add(new("produce_cpu", own, "ns/msg", "Confluent.Kafka Produce", other, other / own, null, true));
        results.Add(new(
            "produce_allocated", Middle(ours, sample => sample.AllocatedBytes!.Value), "B/msg", "Confluent.Kafka Produce", Middle(stock, sample => sample.AllocatedBytes!.Value), null, null, true));
        var latencies = ProduceBench.OpenLoop(broker.Bootstrap, PacedPerSecond, PacedSeconds);
        foreach (var (name, share) in new[] { ("ack_p50", 0.5), ("ack_p99", 0.99), ("ack_p999", 0.999) })
        {
            var value = latencies[(int)(share * (latencies.Length - 1))];
            double? target = name == "ack_p99" ? AckTargetMs : null;
            results.Add(new(name, value, "ms", null, null, null, target, value <= (target ?? double.MaxValue)));
        }
    }

    private static double Middle(List<Sample> samples, Func<Sample, double> figure)
    {
        var sorted = samples.Select(figure).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static void Print(BenchResult result)
    {
        var peer = result.Peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"  {result.Peer}: {result.PeerValue:0.0}");
        var ratio = result.Ratio is { } times ? string.Create(CultureInfo.InvariantCulture, $", {times:0.0} times better") : "";
        var target = result.Target is { } bound ? string.Create(CultureInfo.InvariantCulture, $" (target {bound:0.#})") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(result.Ok ? "ok  " : "MISS")} {result.Name,-20} {result.Value,10:0.00} {result.Unit,-7}{peer}{ratio}{target}"));
    }
}

using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Runtime;

namespace Torghut.Bench.Ta;

/// <summary>CPU time of a trade and of a quote from framed bytes to what the engine takes: what it uses alone, against the whole record.</summary>
internal static class EventDecodeBench
{
    private const string Peer = "the whole record decoded, then converted";
    private const double TargetNanos = 80;

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, Pipeline pipeline, EncodedMarket market)
    {
        await RunAsync(
            arguments, report, "trade", [.. market.Events.Where(e => e.IsTrade).Select(e => e.Value)],
            new RecordDecoder<TradeEvent>(ContractSchemas.Trade, TradeEventReader.Read, pipeline.Registry, TimeProvider.System),
            new RecordDecoder<Trade>(RecordCodecs.Trade, pipeline.Registry, TimeProvider.System), static (in Trade trade) => TradeEvent.From(trade));
        await RunAsync(
            arguments, report, "quote", [.. market.Events.Where(e => !e.IsTrade).Select(e => e.Value)],
            new RecordDecoder<QuoteEvent>(ContractSchemas.Quote, QuoteEventReader.Read, pipeline.Registry, TimeProvider.System),
            new RecordDecoder<Quote>(RecordCodecs.Quote, pipeline.Registry, TimeProvider.System), static (in Quote quote) => QuoteEvent.From(quote));
    }

    private delegate TEvent Convert<TRecord, TEvent>(in TRecord record);

    private static async Task RunAsync<TRecord, TEvent>(
        BenchArguments arguments, BenchReport report, string name, byte[][] values, RecordDecoder<TEvent> used, RecordDecoder<TRecord> whole,
        Convert<TRecord, TEvent> convert)
        where TRecord : struct
        where TEvent : struct
    {
        var (ours, theirs) = (new List<TEvent>(), new List<TEvent>());
        foreach (var value in values)
        {
            ours.Add((await used.DecodeAsync(value, CancellationToken.None)).Value);
            theirs.Add(convert((await whole.DecodeAsync(value, CancellationToken.None)).Value));
        }

        report.RequireEqual($"fields of a {name} that the engine uses", Peer, ours, theirs);
        var seen = 0L;
        void Ours()
        {
            foreach (var value in values)
            {
                seen += used.Decode(value).SchemaId;
            }
        }

        void Theirs()
        {
            foreach (var value in values)
            {
                var decoded = whole.Decode(value);
                _ = convert(decoded.Value);
                seen += decoded.SchemaId;
            }
        }

        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Task.FromResult(Measure.Pass(values.Length, Ours)), () => Task.FromResult(Measure.Pass(values.Length, Theirs)));
        await Rounds(arguments.Pick(5, 1));
        var sets = await Rounds(arguments.Pick(11, 2));
        report.Add(new BenchResult($"decode_{name}_event", sets[0].CpuNanos, "ns/record") { Spread = sets[0].Spread, Best = sets[0].BestCpuNanos }
            .Against(Peer, sets[1].CpuNanos).AtMost(TargetNanos));
        report.Add(new BenchResult($"decode_{name}_event_allocated", sets[0].AllocatedBytes, "B/record").AtMost(0));
        GC.KeepAlive(seen);
    }
}

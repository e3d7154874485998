using Torghut.Contracts.Records;
using Torghut.Ta.Configuration;
using Torghut.Ta.Engine;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Bench.Ta;

/// <summary>The engine: from Avro bytes to encoded bars and signals, and from trades to bars alone.</summary>
internal static class EngineBench
{
    private const double TradeTargetNanos = 20;

    /// <returns>Signals of the comparison run, for the runs that need some.</returns>
    public static async Task<IReadOnlyList<Signal>> RunAsync(BenchArguments arguments, BenchReport report)
    {
        var registry = new FixedRegistry();
        var kafka = new TaKafkaOptions();
        var market = Market.Make(arguments.Pick(400, 40));
        var encoded = await EncodedMarket.MakeAsync(market, registry);
        var decoder = new InputDeserializer(kafka, registry, TimeProvider.System);
        await decoder.LearnAsync(InputKind.Trade, 1, CancellationToken.None);
        await decoder.LearnAsync(InputKind.Quote, 2, CancellationToken.None);
        var signals = Compare(Market.Make(40), await EncodedMarket.MakeAsync(Market.Make(40), registry), decoder, report);
        await TimeBytesAsync(arguments, encoded, decoder, report);
        await TimeTradesAsync(arguments, encoded, decoder, report);
        return signals;
    }

    private static PartitionEngine NewEngine(IEngineOutput output) => new(0, new EngineOptions(), output);

    private static void Feed(PartitionEngine engine, InputDeserializer decoder, in EncodedEvent e)
    {
        if (e.IsTrade)
            engine.OnTrade(decoder.Decode(InputKind.Trade, e.Value).Trade, e.Offset);
        else
            engine.OnQuote(decoder.Decode(InputKind.Quote, e.Value).Quote, e.Offset);
    }

    private static List<Signal> Compare(Market market, EncodedMarket encoded, InputDeserializer decoder, BenchReport report)
    {
        var output = new CollectingOutput();
        var engine = NewEngine(output);
        foreach (var e in encoded.Events)
            Feed(engine, decoder, e);
        var oracle = TaOracle.Run(market.Trades, market.Quotes, new OracleSettings());
        OracleCheck.Require(output, oracle, engine.Trades.ClosedSecond, Math.Min(engine.Trades.ClosedSecond, engine.Quotes.ClosedSecond));
        if (oracle.Duplicates == 0 || engine.Counters.Duplicates == 0)
            throw new OutputsDifferException("No trade came twice: the market is not the one that was meant.");
        report.Equal("microbars and signals from Avro bytes: the engine's and the independent oracle's, bars exactly, indicators to 1e-9", output.Bars.Count + output.Signals.Count);
        return output.Signals;
    }

    private static async Task TimeBytesAsync(BenchArguments arguments, EncodedMarket encoded, InputDeserializer decoder, BenchReport report)
    {
        var events = encoded.Events.ToArray();
        var warm = events.Length / 4;
        var trades = events.Skip(warm).Count(e => e.IsTrade);
        Sample Pass()
        {
            var engine = NewEngine(new EncodingOutput());
            for (var i = 0; i < warm; i++)
                Feed(engine, decoder, events[i]);
            return Measure.Pass(events.Length - warm, () =>
            {
                for (var i = warm; i < events.Length; i++)
                    Feed(engine, decoder, events[i]);
            });
        }

        for (var i = 0; i < arguments.Pick(12, 2); i++)
            Pass();
        var set = (await Measure.AlternateAsync(arguments.Pick(9, 2), () => Task.FromResult(Pass())))[0];
        var share = (double)trades / (events.Length - warm);
        report.Add(new BenchResult("bytes_to_signals", 1e9 / set.CpuNanos * share, "trades/cpu-s")
        {
            Spread = set.Spread,
            Note = $"{Market.Symbols} symbols, {Market.TradesPerSecond} trades and {Market.QuotesPerSecond} quotes a second each; quotes are part of the cost",
        });
        report.Add(new BenchResult("bytes_to_signals_cpu", set.CpuNanos, "ns/event") { Spread = set.Spread });
        report.Add(new BenchResult("bytes_to_signals_allocated", set.AllocatedBytes, "B/event").AtMost(0));
    }

    private static async Task TimeTradesAsync(BenchArguments arguments, EncodedMarket encoded, InputDeserializer decoder, BenchReport report)
    {
        var trades = encoded.Events.Where(e => e.IsTrade).Select(e => (decoder.Decode(InputKind.Trade, e.Value).Trade, e.Offset)).ToArray();
        var warm = trades.Length / 4;
        Sample Pass()
        {
            var engine = NewEngine(new IgnoringOutput());
            engine.OnIdle(trades: false, quotes: true);
            for (var i = 0; i < warm; i++)
                engine.OnTrade(trades[i].Trade, trades[i].Offset);
            return Measure.Pass(trades.Length - warm, () =>
            {
                for (var i = warm; i < trades.Length; i++)
                    engine.OnTrade(trades[i].Trade, trades[i].Offset);
            });
        }

        for (var i = 0; i < arguments.Pick(20, 2); i++)
            Pass();
        var set = (await Measure.AlternateAsync(arguments.Pick(15, 2), () => Task.FromResult(Pass())))[0];
        report.Add(new BenchResult("trade_into_bars", set.CpuNanos, "ns/trade") { Spread = set.Spread, Note = "all rules on, the closed bars' indicators and signals included" }.AtMost(TradeTargetNanos));
        report.Add(new BenchResult("trade_into_bars_allocated", set.AllocatedBytes, "B/trade").AtMost(0));
    }
}

using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Bench.Ta;

/// <summary>The engine: from Avro bytes to encoded bars and signals, and from trades to bars alone.</summary>
internal static class EngineBench
{
    private const double TradeTargetNanos = 20;
    private const int PieceSeconds = 20;

    /// <summary>So few that the trades stay as near to the processor as one just decoded.</summary>
    private const int LapSeconds = 8;

    /// <returns>Signals of the comparison run, for the runs that need some.</returns>
    public static async Task<IReadOnlyList<Signal>> RunAsync(BenchArguments arguments, BenchReport report)
    {
        var registry = new FixedRegistry();
        var kafka = new TaKafkaOptions();
        var market = Market.Make(arguments.Pick(400, 40));
        var encoded = await EncodedMarket.MakeAsync(market, registry);
        var decoder = new InputDeserializer(kafka, EngineOptions.Default.MaxFuture, registry, TimeProvider.System);
        await decoder.LoadSchemaAsync(InputKind.Trade, 1, CancellationToken.None);
        await decoder.LoadSchemaAsync(InputKind.Quote, 2, CancellationToken.None);
        var signals = Compare(Market.Make(40), await EncodedMarket.MakeAsync(Market.Make(40), registry), decoder, report);
        TimeBytes(arguments, encoded, decoder, report);
        TimeTrades(arguments, encoded, decoder, report);
        return signals;
    }

    private static PartitionEngine NewEngine(IEngineOutput output) => new(0, new EngineOptions(), output);

    private static void Feed(PartitionEngine engine, InputDeserializer decoder, in EncodedEvent e)
    {
        if (e.IsTrade)
        {
            engine.OnTrade(decoder.Decode(InputKind.Trade, e.Value).Trade, e.Offset);
        }
        else
        {
            engine.OnQuote(decoder.Decode(InputKind.Quote, e.Value).Quote, e.Offset);
        }
    }

    private static List<Signal> Compare(Market market, EncodedMarket encoded, InputDeserializer decoder, BenchReport report)
    {
        var output = new CollectingOutput();
        var engine = NewEngine(output);
        foreach (var e in encoded.Events)
        {
            Feed(engine, decoder, e);
        }

        var oracle = TaOracle.Run(market.Trades, market.Quotes, new OracleSettings());
        OracleCheck.Require(output, oracle, engine.Trades.ClosedSecond, Math.Min(engine.Trades.ClosedSecond, engine.Quotes.ClosedSecond));
        if (oracle.Duplicates == 0 || engine.Counters.Duplicates == 0)
        {
            throw new OutputsDifferException("No trade came twice: the market is not the one that was meant.");
        }

        report.Equal("microbars and signals from Avro bytes: the engine's and the independent oracle's, bars exactly, indicators to 1e-9", output.Bars.Count
            + output.Signals.Count);
        return output.Signals;
    }

    /// <summary>One engine over a long stretch, timed piece by piece: what it must grow to, it has grown to in the first ones.</summary>
    private static void TimeBytes(BenchArguments arguments, EncodedMarket encoded, InputDeserializer decoder, BenchReport report)
    {
        var pieces = encoded.Events.Chunk(Market.EventsPerSecond * PieceSeconds).ToArray();
        var samples = new List<Sample>();
        for (var run = 0; run < arguments.Pick(8, 2); run++)
        {
            samples.Clear();
            var engine = NewEngine(new EncodingOutput());
            foreach (var piece in pieces)
            {
                samples.Add(Measure.Pass(piece.Length, () =>
                {
                    foreach (ref readonly var e in piece.AsSpan())
                    {
                        Feed(engine, decoder, e);
                    }
                }));
            }
        }

        var set = new SampleSet(samples[(samples.Count / 2)..]);
        const double share = (double)Market.TradesPerSecond / (Market.TradesPerSecond + Market.QuotesPerSecond);
        report.Add(new BenchResult("bytes_to_signals", 1e9 / set.CpuNanos * share, "trades/cpu-s")
        {
            Spread = set.Spread,
            Best = 1e9 / set.BestCpuNanos * share,
            Note = $"{Market.Symbols} symbols, {Market.TradesPerSecond} trades and {Market.QuotesPerSecond} quotes a second each; quotes are part of the cost",
        });
        report.Add(new BenchResult("bytes_to_signals_cpu", set.CpuNanos, "ns/event") { Spread = set.Spread, Best = set.BestCpuNanos });
        report.Add(new BenchResult("bytes_to_signals_allocated", set.AllocatedBytes, "B/event").AtMost(0));
    }

    /// <summary>The same few seconds of trades again and again, each lap moved on in time.</summary>
    private static void TimeTrades(BenchArguments arguments, EncodedMarket encoded, InputDeserializer decoder, BenchReport report)
    {
        var lap = encoded.Events.Take(Market.EventsPerSecond * LapSeconds).Where(e => e.IsTrade)
            .Select(e => (decoder.Decode(InputKind.Trade, e.Value).Trade, e.Offset)).ToArray();
        var samples = new List<Sample>();
        var engine = NewEngine(new IgnoringOutput());
        engine.OnIdle(trades: false, quotes: true);
        var laps = arguments.Pick(2_000, 50);
        for (var i = 0; i < laps; i++)
        {
            samples.Add(Measure.Pass(lap.Length, () =>
            {
                foreach (ref readonly var e in lap.AsSpan())
                {
                    engine.OnTrade(e.Trade, e.Offset);
                }
            }));
            MoveOn(lap);
        }

        var set = new SampleSet(samples[(laps / 2)..]);
        report.Add(new BenchResult("trade_into_bars", set.CpuNanos, "ns/trade")
        {
            Spread = set.Spread,
            Best = set.BestCpuNanos,
            Note = "all rules on, the closed bars' indicators and signals included",
        }.AtMost(TradeTargetNanos));
        report.Add(new BenchResult("trade_into_bars_allocated", set.AllocatedBytes, "B/trade").AtMost(0));
    }

    private static void MoveOn((TradeEvent Trade, long Offset)[] lap)
    {
        const long span = LapSeconds * 1_000_000_000L;
        foreach (ref var e in lap.AsSpan())
        {
            e.Trade.EventTs += span;
            e.Trade.IngestTs += span;
            e.Trade.Seq += span;
            e.Trade.Id += lap.Length;
            e.Trade.OriginalId += lap.Length;
            e.Offset += lap.Length;
        }
    }
}

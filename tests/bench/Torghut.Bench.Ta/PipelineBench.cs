using System.Diagnostics;
using Confluent.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Ta.Engine;

namespace Torghut.Bench.Ta;

/// <summary>The service's own binary between the sandbox's broker and its ClickHouse: how fast it catches up, and what an event costs it in all.</summary>
internal static class PipelineBench
{
    /// <summary>Before this share of the work the service still compiles itself.</summary>
    private const double WarmUpShare = 0.25;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        await CompareAsync(report);
        var market = Market.Make(arguments.Pick(1_200, 60));
        var rounds = new List<Round>();
        for (var i = 0; i < arguments.Pick(3, 1); i++)
        {
            rounds.Add(await RunAsync(market));
        }

        Add(report, "kafka_to_signals", "rows/s", rounds, r => r.SignalsPerSecond,
            "trades and quotes in Kafka to signals in Kafka, exactly once; all processes share the machine");
        Add(report, "kafka_to_signals_events", "events/s", rounds, r => r.EventsPerSecond, "what the signals are made of");
        Add(report, "kafka_to_clickhouse", "rows/s", rounds, r => r.StoredPerSecond,
            "microbars and signals, from trades and quotes in Kafka to acknowledged inserts");
        Add(report, "pipeline_cpu", "ns/event", rounds, r => r.CpuNanosPerEvent, "the whole service: consumer, engine, transactions, state, sink");
    }

    private static void Add(BenchReport report, string name, string unit, List<Round> rounds, Func<Round, double> value, string note)
    {
        var sorted = rounds.Select(value).Order().ToList();
        var median = sorted[sorted.Count / 2];
        report.Add(new BenchResult(name, median, unit) { Spread = (sorted[^1] - sorted[0]) / median, Note = note });
    }

    private static async Task<Round> RunAsync(Market market)
    {
        await using var pipeline = await Pipeline.StartAsync();
        var encoded = await EncodedMarket.MakeAsync(market, pipeline.Registry);
        using (var feed = new PipelineFeed(pipeline.Bootstrap))
        {
            feed.SendAll(encoded);
        }

        var expected = Expect(market, new IgnoringOutput());
        var seen = await FinishAsync(pipeline, expected);
        return new Round(encoded.Events.Count, expected.Signals, expected.Signals + expected.Microbars, seen);
    }

    /// <summary>What the service derives from a small market, read back from Kafka and counted in ClickHouse, against the engine alone.</summary>
    private static async Task CompareAsync(BenchReport report)
    {
        var market = Market.Make(40);
        var output = new CollectingOutput();
        var expected = Expect(market, output);
        await using var pipeline = await Pipeline.StartAsync();
        using (var feed = new PipelineFeed(pipeline.Bootstrap))
        {
            feed.SendAll(await EncodedMarket.MakeAsync(market, pipeline.Registry));
        }

        await FinishAsync(pipeline, expected);
        var bars = await ReadAsync(pipeline, Topics.TaMicrobars, RecordCodecs.Microbar, output.Bars.Count);
        var signals = await ReadAsync(pipeline, Topics.TaSignals, RecordCodecs.Signal, output.Signals.Count);
        if (!bars.SequenceEqual(output.Bars) || !signals.SequenceEqual(output.Signals))
        {
            throw new OutputsDifferException("The records in Kafka are not those of the engine alone.");
        }

        report.Equal("microbars and signals in Kafka from the service: those of the engine alone, every field", bars.Count + signals.Count);
        var stored =
            Convert.ToInt64(
            await pipeline.Store.ExecuteScalarAsync("SELECT (SELECT count() FROM torghut.ta_microbars) + (SELECT count() FROM torghut.ta_signals)"), null);
        if (stored != bars.Count + signals.Count)
        {
            throw new OutputsDifferException($"{stored} rows in ClickHouse, {bars.Count + signals.Count} records in Kafka");
        }

        report.Equal("rows in ClickHouse: one for each record", stored);
    }

    /// <summary>What the engine alone makes of a market.</summary>
    public static EngineCounters Expect(Market market, IEngineOutput output)
    {
        var engine = new PartitionEngine(0, new EngineOptions(), output);
        int trade = 0, quote = 0;
        foreach (var isTrade in market.IsTrade)
        {
            if (isTrade)
            {
                engine.OnTrade(TradeEvent.From(EncodedMarket.Record(market.Trades[trade])), trade);
                trade++;
            }
            else
            {
                engine.OnQuote(QuoteEvent.From(EncodedMarket.Record(market.Quotes[quote])), quote);
                quote++;
            }
        }

        return engine.Counters;
    }

    /// <summary>Runs the service until everything is stored.</summary>
    private static async Task<List<PipelineProgress>> FinishAsync(Pipeline pipeline, EngineCounters expected)
    {
        pipeline.StartService();
        var seen = new List<PipelineProgress>();
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(PollInterval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            var progress = await pipeline.ReadProgressAsync();
            if (progress.Events > 0)
            {
                seen.Add(progress);
            }

            if (progress.Stored >= expected.Microbars + expected.Signals)
            {
                break;
            }

            if (Stopwatch.GetElapsedTime(began) > Timeout)
            {
                throw new InvalidOperationException(
                    $"After {Timeout} the service has come to {progress}, of {expected.Microbars} bars and {expected.Signals} signals.");
            }
        }

        return seen;
    }

    /// <summary>The committed records of a topic, from its beginning to its end, or one more than are wanted.</summary>
    public static async Task<List<T>> ReadAsync<T>(Pipeline pipeline, string topic, RecordCodec<T> codec, int count)
        where T : struct
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(
            new ConsumerConfig
            {
                BootstrapServers = pipeline.Bootstrap,
                GroupId = "bench",
                IsolationLevel = IsolationLevel.ReadCommitted,
                EnablePartitionEof =
                true
            }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var decoder = new RecordDecoder<T>(codec, pipeline.Registry, TimeProvider.System);
        var records = new List<T>();
        while (records.Count <= count && consumer.Consume(TimeSpan.FromSeconds(10)) is { IsPartitionEOF: false } result)
        {
            records.Add((await decoder.DecodeAsync(result.Message.Value, CancellationToken.None)).Value);
        }

        return records;
    }

    /// <summary>The rates of one run, from the moment a quarter was done.</summary>
    private sealed class Round(int events, long signals, long rows, List<PipelineProgress> seen)
    {
        public double SignalsPerSecond => Rate(p => p.Signals, signals);

        public double EventsPerSecond => Rate(p => p.Events, events);

        public double StoredPerSecond => Rate(p => p.Stored, rows);

        public double CpuNanosPerEvent
        {
            get
            {
                var from = seen.First(p => p.Events >= events * WarmUpShare);
                return (seen[^1].Cpu - from.Cpu).TotalNanoseconds / Math.Max(1, events - from.Events);
            }
        }

        private double Rate(Func<PipelineProgress, long> count, long total)
        {
            var from = seen.First(p => count(p) >= total * WarmUpShare);
            var to = seen.First(p => count(p) >= total);
            // A short run may be over between two looks; its rate says little.
            return from.At == to.At ? total / PollInterval.TotalSeconds : (count(to) - count(from)) / Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds;
        }
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Parsing;
using Torghut.Ws;
using Torghut.Ws.Dedup;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;

namespace Torghut.Bench.Ws;

/// <summary>The forwarder's own path up to the producer's door.</summary>
internal sealed class OursContender(Corpus corpus) : IContender, IRecordProducer, IMeterFactory
{
    public const long FirstIngest = 1_775_500_000_000_000_000;
    public const long IngestStep = 1_000_000;

    private MarketDataPublisher? _messages;
    private MarketDataFrameParser? _parser;
    private IncrementalHash? _hash;
    private long _produced;

    public string Name => "torghut-ws";

    public int InFlight => 0;

    public Task<string> DigestAsync()
    {
        Reset();
        return Task.FromResult(Corpus.Digest(hash =>
        {
            _hash = hash;
            Pass();
            _hash = null;
        }));
    }

    public Task<Sample> RunAsync(int passes)
    {
        Reset();
        Pass();
        _produced = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < passes; pass++)
        {
            Pass();
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var messages = (double)passes * corpus.Messages;
        return _produced == messages
            ? Task.FromResult(new Sample(elapsed.TotalNanoseconds / messages, used.TotalNanoseconds / messages, bytes / messages))
            : throw new InvalidOperationException($"{_produced} of {messages} messages were produced.");
    }

    public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt)
    {
        _produced++;
        _hash?.AppendData(value);
        return true;
    }

    public int Flush(CancellationToken cancellationToken) => 0;

    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }

    private void Reset()
    {
        var time = TimeProvider.System;
        var metrics = new WsMetrics(this, new TopicNames(new PublishingOptions()));
        var publisher = new RecordPublisher(this, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", time);
        _parser = new MarketDataFrameParser();
        _messages = new MarketDataPublisher(
            publisher, new DedupWindow(new DedupOptions(), time), metrics, new RejectionLog(metrics, time, NullLogger<RejectionLog>.Instance));
    }

    private void Pass()
    {
        var ingest = FirstIngest;
        foreach (var frame in corpus.All)
        {
            _messages!.BeginFrame(ingest, Stopwatch.GetTimestamp());
            _parser!.Parse(frame, _messages);
            ingest += IngestStep;
        }
    }
}

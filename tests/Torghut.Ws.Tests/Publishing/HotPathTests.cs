using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Parsing;
using Torghut.Contracts.Time;
using Torghut.Ws.Dedup;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Tests.Publishing;

/// <summary>From the frame's bytes to the producer's door: parsed, deduplicated, enveloped, numbered, encoded.</summary>
public sealed class HotPathTests
{
    private const int WarmUp = 30_000;
    private const int Measured = 20_000;

    [TestCase("""[{"T":"t","S":"AAPL","i":1234567,"x":"V","p":162.92,"s":3,"c":["@","I"],"t":"2026-04-06T15:54:26.838232225Z","z":"C"}]""")]
    [TestCase("""[{"T":"q","S":"AAPL","ax":"V","ap":1234567,"as":200,"bx":"V","bp":162.91,"bs":100,"c":["R"],"t":"2026-04-06T15:54:26.9Z","z":"C"}]""")]
    [TestCase("""[{"T":"b","S":"AAPL","o":132.65,"h":136,"l":132.12,"c":134.65,"v":1234567,"t":"2024-07-24T07:56:00Z","n":16,"vw":133.7}]""")]
    public void Frame_WarmPools_AllocatesNothing(string text)
    {
        var path = new HotPath(text);
        path.Run(WarmUp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        path.Run(Measured);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(path.Produced, Is.EqualTo(WarmUp + Measured));
    }

    [Test]
    public void Frame_NobodyListens_MakesNoSpan()
    {
        Assert.That(WsTracing.Source.HasListeners(), Is.False);
        Assert.That(WsTracing.Source.StartActivity(WsTracing.Frame), Is.Null);
        Assert.That(WsTracing.StartSend("topic", "AAPL"), Is.Null);
    }

    [Test]
    public void Frame_QueueFull_IsOfferedAgainAndMarkedOnlyThen()
    {
        var path =
            new HotPath("""[{"T":"t","S":"AAPL","i":1234567,"x":"V","p":162.92,"s":3,"c":["@"],"t":"2026-04-06T15:54:26Z","z":"C"}]""") { IsFull = true };
        path.Run(1);
        Assert.That((path.IsBlocked, path.Produced), Is.EqualTo((true, 0)));

        path.IsFull = false;
        path.RunSame();
        Assert.That((path.IsBlocked, path.Produced), Is.EqualTo((false, 1)));
        path.RunSame();
        Assert.That(path.Produced, Is.EqualTo(1), "The second time it is a repetition.");
    }

    private sealed class HotPath : IRecordProducer
    {
        private readonly byte[] _frame;
        private readonly int _idAt;
        private readonly MarketDataFrameParser _parser = new();
        private readonly MarketDataPublisher _messages;
        private readonly TimeProvider _time = TimeProvider.System;
        private int _number;

        public HotPath(string frame)
        {
            _frame = Encoding.UTF8.GetBytes(frame);
            _idAt = frame.IndexOf("1234567", StringComparison.Ordinal);
            var options = new PublishingOptions();
            var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), new TopicNames(options));
            var publisher = new RecordPublisher(this, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", metrics, _time);
            _messages = new MarketDataPublisher(
                publisher,
                new DedupWindow(new DedupOptions(), _time),
                metrics,
                new RejectionLog(metrics, _time, NullLogger<RejectionLog>.Instance));
        }

        public int InFlight => 0;

        public int Produced { get; private set; }

        public bool IsFull { get; set; }

        public bool IsBlocked => _messages.IsBlocked;

        /// <summary>Reads as many frames, each with another number in it.</summary>
        public void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _number++;
                System.Buffers.Text.Utf8Formatter.TryFormat(_number, _frame.AsSpan(_idAt, 7), out _, new System.Buffers.StandardFormat('D', 7));
                _frame[_idAt] = (byte)'1';
                RunSame();
            }
        }

        public void RunSame()
        {
            using var span = WsTracing.Source.StartActivity(WsTracing.Frame, System.Diagnostics.ActivityKind.Consumer);
            _messages.BeginFrame(Nanos.Now(_time), _time.GetTimestamp());
            _messages.BeginMessage();
            _parser.Parse(_frame, _messages);
            span?.SetTag(WsTracing.FrameBytes, _frame.Length);
        }

        public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default)
        {
            Produced += IsFull ? 0 : 1;
            return !IsFull;
        }

        public int Flush(CancellationToken cancellationToken) => 0;

        public void Dispose()
        {
        }
    }
}

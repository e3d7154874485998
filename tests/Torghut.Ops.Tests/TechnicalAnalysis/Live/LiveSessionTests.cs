using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Torghut.Ops.Kafka;
using Torghut.Ops.TechnicalAnalysis;
using Torghut.Ops.TechnicalAnalysis.Live;
using Torghut.Testing;

namespace Torghut.Ops.Tests.TechnicalAnalysis.Live;

/// <summary>One client's stream over the buffer; what needs the logs is in the integration tests.</summary>
public sealed class LiveSessionTests
{
    private static readonly LiveOptions Options = new() { BufferRecords = 16 };

    private readonly FakeTimeProvider _time = new();
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private LiveMetrics _metrics = null!;
    private LiveBuffer _buffer = null!;

    [OneTimeSetUp]
    public void MakeMetrics() => _metrics = new LiveMetrics(_registry);

    [SetUp]
    public void Begin()
    {
        _buffer = new LiveBuffer(Options);
        _buffer.Begin(LivePosition.Parse("5~7")!);
    }

    [Test]
    public async Task Stream_FromNow_GivesTheClientsSymbolsWithTheirIds()
    {
        using var stop = new CancellationTokenSource();
        var pipe = new Pipe();
        var running = RunAsync(pipe.Writer, null, stop.Token);
        _buffer.Append([Record(0, 5, "AAPL"), Record(0, 6, "MSFT"), Record(1, 7, "AAPL")]);
        var text = await ReadUntilAsync(pipe.Reader, "id: 7~8");
        Assert.That(text, Is.EqualTo(
            "retry: 1000\n\n: heartbeat\nid: 5~7\n\nevent: bar\nid: 6~7\ndata: {}\n\nevent: signal\nid: 7~8\ndata: {}\n\n"));
        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Stream_Resumed_LeavesOutWhatTheClientHas()
    {
        using var stop = new CancellationTokenSource();
        _buffer.Append([Record(0, 5, "AAPL"), Record(1, 7, "AAPL"), Record(0, 6, "AAPL")]);
        var pipe = new Pipe();
        var running = RunAsync(pipe.Writer, "6~7", stop.Token);
        var text = await ReadUntilAsync(pipe.Reader, "id: 7~8");
        Assert.That(text, Does.EndWith("event: signal\nid: 6~8\ndata: {}\n\nevent: bar\nid: 7~8\ndata: {}\n\n"));
        Assert.That(text.Split("data:"), Has.Length.EqualTo(3), text);
        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }

    /// <summary>The position moves on while others' records pass, so that a client of a silent symbol does not come back from long ago.</summary>
    [Test]
    public async Task Stream_OfASilentSymbol_BeatsWithItsPosition()
    {
        using var stop = new CancellationTokenSource();
        var pipe = new Pipe();
        var running = RunAsync(pipe.Writer, null, stop.Token);
        await ReadUntilAsync(pipe.Reader, "id: 5~7");
        _buffer.Append([Record(0, 5, "MSFT")]);
        var beats = ReadUntilAsync(pipe.Reader, "id: 6~7");
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return beats.IsCompleted;
            },
            "a heartbeat comes");
        Assert.That(await beats, Does.EndWith(": heartbeat\nid: 6~7\n\n").And.Not.Contain("event:"));
        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Stream_WhenTheLogsAreReadNoMore_Ends()
    {
        var pipe = new Pipe();
        var running = RunAsync(pipe.Writer, null, CancellationToken.None);
        await ReadUntilAsync(pipe.Reader, "id: 5~7");
        _buffer.Close();
        await running;
        Assert.That(await RegistryPage.ReadAsync(_registry), Does.Contain("torghut_ops_ta_stream_cuts_total{reason=\"logs_changed\"} 1"));
    }

    [Test]
    public async Task Stream_OfAClientThatTakesNothing_IsCut()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 10, resumeWriterThreshold: 5));
        var running = RunAsync(pipe.Writer, null, CancellationToken.None);
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return running.IsCompleted;
            },
            "the client is cut");
        Assert.That(async () => await running, Throws.TypeOf<SlowClientException>());
    }

    private Task RunAsync(PipeWriter output, string? position, CancellationToken cancellationToken)
    {
        var target = new KafkaTargetOptions();
        var catchUp = new LiveCatchUp(target, new TopicSchemas(target, _time), Options, _metrics, _time);
        var session = new LiveSession(
            new EventWriter(output, TimeSpan.FromSeconds(15), _time), new HashSet<string> { "AAPL" },
            position is null ? null : LivePosition.Parse(position), _buffer, catchUp, _metrics, _time);
        return session.RunAsync(cancellationToken);
    }

    private static async Task<string> ReadUntilAsync(PipeReader reader, string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().Contains(end, StringComparison.Ordinal) || !text.ToString().EndsWith("\n\n", StringComparison.Ordinal))
        {
            var read = await reader.ReadAsync();
            foreach (var part in read.Buffer)
            {
                text.Append(Encoding.UTF8.GetString(part.Span));
            }

            reader.AdvanceTo(read.Buffer.End);
        }

        return text.ToString();
    }

    private static LiveRecord Record(int topic, long offset, string symbol) => new(topic, 0, offset, symbol, "{}"u8.ToArray());
}

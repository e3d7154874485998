using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Support;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>Which record goes to which topic, and under which key.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PartitionOutputTests : IDisposable
{
    private static readonly Envelope Head = new(5, 6, "iex", Channels.Microbars, "AAPL", 7, true, Sources.TechnicalAnalysis, null);

    private readonly TaKafkaOptions _options = new()
    {
        Bootstrap = "none",
        GroupId = "live",
        MicrobarsTopic = "bars",
        SignalsTopic = "signals",
        DeadLetterTopic = "letters",
    };

    private readonly InMemoryKafka _kafka;
    private readonly AtLeastOnceWriter _writer;
    private readonly PartitionOutput _output;

    public PartitionOutputTests()
    {
        _kafka = new InMemoryKafka(_options);
        _writer = new AtLeastOnceWriter(
            _kafka.Producer(null), new TopicPartition("state", 0), new CallLimits(TimeSpan.FromSeconds(6)), Failpoints.None, TimeProvider.System);
        _output = new PartitionOutput(
            new RecordEncoders(new RecordEncoder<Microbar>(RecordCodecs.Microbar, 1), new RecordEncoder<Signal>(RecordCodecs.Signal, 2),
                new RecordEncoder<DeadLetter>(RecordCodecs.DeadLetter, 3)),
            _writer,
            _options);
    }

    [Test]
    public void Records_EachKind_GoesToItsOwnTopicUnderItsSymbol()
    {
        _output.OnMicrobar(new Microbar(Head, 1, 2, 1, 2, 3, null, 1, null));
        _output.OnSignal(new Signal { Envelope = Head with { Symbol = "MSFT", IngestTs = 9 } });
        _output.DeadLetter("trades", 1, 2, "malformed", "KEY"u8.ToArray(), [1]);
        Assert.That(_kafka.Calls, Is.EqualTo(new[] { "produce bars/0 AAPL", "produce signals/0 MSFT", "produce letters/0 KEY" }));
        Assert.That((_output.Uncommitted, _output.SignalIngestTimes), Is.EqualTo((3, new[] { 9L })));
    }

    [Test]
    public void Committed_CountsBeginAnew()
    {
        _output.OnSignal(new Signal { Envelope = Head });
        _output.Committed();
        Assert.That((_output.Uncommitted, _output.SignalIngestTimes.Count), Is.EqualTo((0, 0)));
    }

    public void Dispose() => _writer.Dispose();
}

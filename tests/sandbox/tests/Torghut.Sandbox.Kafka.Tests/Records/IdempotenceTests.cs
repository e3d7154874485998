using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Tests.Records;

/// <summary>The sequence rules of an idempotent producer (KIP-98, KIP-360).</summary>
public sealed class IdempotenceTests
{
    private string _topic = "";
    private WireClient _client = null!;
    private ProducerIdentity _producer;

    [SetUp]
    public async Task ConnectAsync()
    {
        _topic = await TestTopic.CreateAsync();
        _client = WireClient.Connect();
        _producer = _client.InitProducer(null);
    }

    [TearDown]
    public void Disconnect() => _client.Dispose();

    [Test]
    public void InitProducerId_Twice_GivesTwoIds()
    {
        var other = _client.InitProducer(null);

        Assert.That(_producer.Epoch, Is.Zero);
        Assert.That(other.ProducerId, Is.Not.EqualTo(_producer.ProducerId));
    }

    [Test]
    public void Produce_RetriedBatch_IsAnsweredWithItsFirstOffsetAndNotAppended()
    {
        var first = Send(0, "a", "b");
        var second = Send(2, "c");
        var retried = Send(0, "a", "b");

        Assert.That(first, Is.EqualTo((ErrorCode.None, 0L)));
        Assert.That(second, Is.EqualTo((ErrorCode.None, 2L)));
        Assert.That(retried, Is.EqualTo(first));
        Assert.That(Clients.Values(_topic), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Produce_RetriesOfTheLastFive_AreAllRecognised()
    {
        for (var i = 0; i < 8; i++)
        {
            Send(i, i.ToString(null, null));
        }

        for (var i = 3; i < 8; i++)
        {
            Assert.That(Send(i, i.ToString(null, null)), Is.EqualTo((ErrorCode.None, (long)i)));
        }

        Assert.That(Send(8, "8"), Is.EqualTo((ErrorCode.None, 8L)));
        Assert.That(Clients.Values(_topic), Has.Count.EqualTo(9));
    }

    [Test]
    public void Produce_GapInSequence_IsOutOfOrder()
    {
        Send(0, "a");

        Assert.That(Send(2, "c").Error, Is.EqualTo(ErrorCode.OutOfOrderSequenceNumber));
        Assert.That(Send(1, "b").Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Clients.Values(_topic), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Produce_RaisedEpoch_StartsAtZeroAndShutsOutTheOldOne()
    {
        Send(0, "a");
        var raised = _producer with { Epoch = 1 };

        Assert.That(Send(raised, 1, "x").Error, Is.EqualTo(ErrorCode.OutOfOrderSequenceNumber), "a new epoch starts at 0");
        Assert.That(Send(raised, 0, "b").Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Send(1, "zombie").Error, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        Assert.That(Clients.Values(_topic), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Produce_SequenceBeyondTheLargestInt_WrapsToZero()
    {
        // A producer the partition does not know may begin anywhere.
        Assert.That(Send(int.MaxValue - 1, "a", "b").Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Send(0, "c").Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Clients.Values(_topic), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Produce_RetryThatSpansTheWrap_IsRecognised()
    {
        var first = Send(int.MaxValue, "a", "b");

        Assert.That(Send(int.MaxValue, "a", "b"), Is.EqualTo(first));
        Assert.That(Send(1, "c").Error, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void Produce_TwoPartitions_CountTheirOwnSequences()
    {
        var other = TestTopic.CreateAsync().GetAwaiter().GetResult();
        Send(0, "a");

        Assert.That(_client.Produce(other, Batch(_producer, 0, "a")).Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Send(1, "b").Error, Is.EqualTo(ErrorCode.None));
    }

    private (ErrorCode Error, long Offset) Send(int sequence, params string[] values) => Send(_producer, sequence, values);

    private (ErrorCode Error, long Offset) Send(ProducerIdentity producer, int sequence, params string[] values) =>
        _client.Produce(_topic, Batch(producer, sequence, values));

    private static byte[] Batch(ProducerIdentity producer, int sequence, params string[] values) =>
        new TestBatch { ProducerId = producer.ProducerId, Epoch = producer.Epoch, Sequence = sequence, Values = values }.Build();
}

using System.Buffers.Binary;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;
using ErrorCode = Torghut.Sandbox.Kafka.Protocol.ErrorCode;

namespace Torghut.Sandbox.Kafka.Tests.Records;

/// <summary>What must not get into a log is refused with the code that clients act on.</summary>
public sealed class RefusalTests
{
    [Test]
    public async Task Produce_IntactBatch_IsAppended() => Assert.That(await ErrorFor(batch => batch), Is.EqualTo(ErrorCode.None));

    [Test]
    public async Task Produce_FlippedBit_IsCorrupt() => Assert.That(await ErrorFor(batch =>
    {
        batch[^1] ^= 1;
        return batch;
    }), Is.EqualTo(ErrorCode.CorruptMessage));

    [Test]
    public async Task Produce_FlippedHeadBit_IsCorrupt() => Assert.That(await ErrorFor(batch =>
    {
        batch[30] ^= 0x40;
        return batch;
    }), Is.EqualTo(ErrorCode.CorruptMessage));

    [Test]
    public async Task Produce_CutBatch_IsInvalid() => Assert.That(await ErrorFor(batch => batch[..^3]), Is.EqualTo(ErrorCode.InvalidRecord));

    [Test]
    public async Task Produce_TwoBatches_IsInvalid() => Assert.That(await ErrorFor(batch => [.. batch, .. batch]), Is.EqualTo(ErrorCode.InvalidRecord));

    [Test]
    public async Task Produce_OldFormat_IsInvalid() => Assert.That(await ErrorFor(batch =>
    {
        batch[16] = 1;
        return batch;
    }), Is.EqualTo(ErrorCode.InvalidRecord));

    [Test]
    public async Task Produce_WrongRecordCount_IsInvalid() => Assert.That(await ErrorFor(batch =>
    {
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), 7);
        BatchHeader.Seal(batch);
        return batch;
    }), Is.EqualTo(ErrorCode.InvalidRecord));

    [Test]
    public async Task Produce_ControlBatchFromClient_IsInvalid() => Assert.That(await ErrorFor(batch =>
    {
        batch[22] |= (byte)BatchHeader.ControlBit;
        BatchHeader.Seal(batch);
        return batch;
    }), Is.EqualTo(ErrorCode.InvalidRecord));

    [Test]
    public async Task Produce_OverTheTopicsLimit_IsTooLarge()
    {
        var topic = await TestTopic.CreateAsync(config: ("max.message.bytes", "1000"));
        using var client = WireClient.Connect();
        var fits = client.Produce(topic, new TestBatch { Values = [new string('x', 800)] }.Build());
        var large = client.Produce(topic, new TestBatch { Values = [new string('x', 1000)] }.Build());

        Assert.That(fits.Error, Is.EqualTo(ErrorCode.None));
        Assert.That(large, Is.EqualTo((ErrorCode.MessageTooLarge, -1L)));
    }

    [Test]
    public async Task Produce_TooLargeThroughLibrdkafka_FailsThatRecordOnly()
    {
        var topic = await TestTopic.CreateAsync(config: ("max.message.bytes", "2000"));
        using var producer = Clients.Producer(c => c.CompressionType = CompressionType.None);

        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync(topic, new Message<string?, string?> { Value = new string('x', 5000) }));

        Assert.That(refused!.Error.Code, Is.EqualTo(Confluent.Kafka.ErrorCode.MsgSizeTooLarge));
    }

    [Test]
    public async Task Produce_NoKeyToCompactedTopic_IsInvalid()
    {
        var topic = await TestTopic.CreateAsync(config: ("cleanup.policy", "compact"));
        using var client = WireClient.Connect();

        Assert.That(client.Produce(topic, new TestBatch { HasKeys = false }.Build()).Error, Is.EqualTo(ErrorCode.InvalidRecord));
        Assert.That(client.Produce(topic, new TestBatch().Build()).Error, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task Produce_UnknownTopicOrPartition_IsSaidSo()
    {
        var topic = await TestTopic.CreateAsync();
        using var client = WireClient.Connect();

        Assert.That(client.Produce(topic, new TestBatch().Build(), partition: 5).Error, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        Assert.That(client.Produce(TestTopic.Unique(), new TestBatch().Build()).Error, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    [Test]
    public async Task Produce_AfterARefusal_LogHasOnlyWhatWasAccepted()
    {
        var topic = await TestTopic.CreateAsync();
        using var client = WireClient.Connect();
        var damaged = new TestBatch { Values = ["damaged"] }.Build();
        damaged[^2] ^= 1;

        client.Produce(topic, new TestBatch { Values = ["first"] }.Build());
        client.Produce(topic, damaged);
        client.Produce(topic, new TestBatch { Values = ["second"] }.Build());

        Assert.That(Clients.Values(topic), Is.EqualTo(new[] { "first", "second" }));
    }

    private static async Task<ErrorCode> ErrorFor(Func<byte[], byte[]> damage)
    {
        var topic = await TestTopic.CreateAsync();
        using var client = WireClient.Connect();
        return client.Produce(topic, damage(new TestBatch { Values = ["a", "b"] }.Build())).Error;
    }
}

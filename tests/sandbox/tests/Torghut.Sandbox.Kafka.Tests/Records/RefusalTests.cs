using System.Buffers.Binary;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Compression;
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

        var refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(
            () => producer.ProduceAsync(topic, new Message<string?, string?> { Value = new string('x', 5000) }));

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

    [TestCase(Codec.Gzip)]
    [TestCase(Codec.Snappy)]
    [TestCase(Codec.Lz4)]
    [TestCase(Codec.Zstd)]
    public async Task Produce_CompressedToCompactedTopic_IsOpenedFirst(int codec)
    {
        var topic = await TestTopic.CreateAsync(config: ("cleanup.policy", "compact"));
        using var client = WireClient.Connect();
        var whole = new TestBatch { Codec = (Codec)codec, Values = ["kept"] };

        var damaged = client.Produce(topic, (whole with { Compress = (_, _) => [0xff, .. "no codec writes this"u8] }).Build());

        // Kafka names some of its decoders' failures and leaves others without a name.
        Assert.That(damaged.Error, Is.EqualTo(ErrorCode.CorruptMessage).Or.EqualTo(TestKafka.IsReal ? ErrorCode.UnknownServerError : ErrorCode.CorruptMessage));
        Assert.That(client.Produce(topic, (whole with { HasKeys = false }).Build()).Error, Is.EqualTo(ErrorCode.InvalidRecord));
        Assert.That(client.Produce(topic, whole.Build()).Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Clients.Values(topic), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task Produce_BombToCompactedTopic_IsTooLarge()
    {
        await using var own = await OwnBroker.StartAsync();
        var topic = await TestTopic.CreateAsync(1, own.Bootstrap, ("cleanup.policy", "compact"));
        using var client = WireClient.Connect(own.Bootstrap);
        var bomb = new TestBatch { Codec = Codec.Zstd, Compress = (codec, _) => Compressor.Compress(codec, new byte[BatchCodec.MaxDecompressed + 1]) };

        Assert.That(client.Produce(topic, bomb.Build()).Error, Is.EqualTo(ErrorCode.MessageTooLarge));
    }

    [Test]
    public async Task Produce_LargerThanASegment_IsRefused()
    {
        var segment = await SmallSegments.BytesAsync();
        var topic = await TestTopic.CreateAsync(config: [await SmallSegments.SettingAsync(), ("max.message.bytes", (segment * 2).ToString(null, null))]);
        using var client = WireClient.Connect();
        var empty = new TestBatch { Values = [new string('x', segment / 2)] }.Build().Length - (segment / 2);
        var fits = new TestBatch { Values = [new string('x', segment - empty)] }.Build();

        Assert.That(client.Produce(topic, new TestBatch { Values = [new string('x', segment + 1)] }.Build()), Is.EqualTo((ErrorCode.RecordListTooLarge, -1L)));
        Assert.That(client.Produce(topic, fits).Error, Is.EqualTo(ErrorCode.None));
        Assert.That(Clients.Values(topic), Has.Count.EqualTo(1));
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

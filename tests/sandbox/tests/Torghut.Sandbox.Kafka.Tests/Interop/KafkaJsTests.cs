using System.Text.Json;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Interop;

/// <summary>kafkajs on the other end.</summary>
public sealed class KafkaJsTests
{
    private const string Script = "kafkajs-client.mjs";

    private sealed record Seen(int Partition, string Offset, string? Key, string? Value);

    [TestCase("None")]
    [TestCase("GZIP")]
    [TestCase("Snappy")]
    [TestCase("LZ4")]
    public async Task Produce_EveryCodec_IsReadByLibrdkafka(string codec)
    {
        var topic = await TestTopic.CreateAsync(partitions: 3);
        var messages = Enumerable.Range(0, 300).Select(i => new { key = $"k{i % 7}", value = $"value {i} {new string('x', 100)}" }).ToList();

        await NodeInteropClient.RunAsync(Script, JsonSerializer.Serialize(messages), TestKafka.Bootstrap, topic, "produce", codec);
        var records = Clients.ReadAll(topic, partitions: 3);

        Assert.That(records.GroupBy(r => r.Message.Key).SelectMany(k => k.Select(r => r.Message.Value)), Is.EquivalentTo(messages.Select(m => m.value)));
        foreach (var key in records.GroupBy(r => r.Message.Key))
        {
            Assert.That(key.Select(r => r.Message.Value), Is.EqualTo(messages.Where(m => m.key == key.Key).Select(m => m.value)));
        }
    }

    [TestCase(CompressionType.None)]
    [TestCase(CompressionType.Gzip)]
    [TestCase(CompressionType.Snappy)]
    [TestCase(CompressionType.Lz4)]
    public async Task Consume_WhatLibrdkafkaWrote_ComesInOrder(CompressionType codec)
    {
        var topic = await TestTopic.CreateAsync();
        var values = Enumerable.Range(0, 200).Select(i => $"value {i} {new string('y', 50)}").ToList();
        using (var producer = Clients.Producer(c => c.CompressionType = codec))
        {
            await Task.WhenAll(values.Select(v => producer.ProduceAsync(topic, new Message<string?, string?> { Key = "k", Value = v })));
        }

        var seen = await ConsumeAsync(topic, 200);

        Assert.That(seen.Select(s => s.Value), Is.EqualTo(values));
        Assert.That(seen.Select(s => s.Offset), Is.EqualTo(Enumerable.Range(0, 200).Select(i => i.ToString(null, null))));
    }

    [Test]
    public async Task Group_OfThreeMembers_ReadsEveryRecordOnce()
    {
        var topic = await TestTopic.CreateAsync(partitions: 6);
        for (var p = 0; p < 6; p++)
        {
            await Clients.SendAsync(topic, Enumerable.Range(0, 50).Select(i => $"{p}-{i}"), partition: p);
        }

        var seen = await ConsumeAsync(topic, 300, members: 3);

        Assert.That(seen.Select(s => s.Value).Distinct().Count(), Is.EqualTo(300));
    }

    [Test]
    public async Task Transactions_OfKafkaJs_AreSeenByBothClients()
    {
        var topic = await TestTopic.CreateAsync();
        var steps = new[]
        {
            new { commit = true, messages = new[] { new { value = "a" } } },
            new { commit = false, messages = new[] { new { value = "aborted" } } },
            new { commit = true, messages = new[] { new { value = "b" } } },
        };

        await NodeInteropClient.RunAsync(Script, JsonSerializer.Serialize(steps), TestKafka.Bootstrap, topic, "transact");

        Assert.That(Clients.Values(topic), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((await ConsumeAsync(topic, 2)).Select(s => s.Value), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Admin_OfKafkaJs_Works()
    {
        var topic = TestTopic.Unique();

        var result = JsonDocument.Parse(await NodeInteropClient.RunAsync(Script, "", TestKafka.Bootstrap, topic, "administer")).RootElement;

        Assert.Multiple(() =>
        {
            Assert.That(result.GetProperty("created").GetBoolean(), Is.True);
            Assert.That(result.GetProperty("retention").GetString(), Is.EqualTo("99999"));
            Assert.That(result.GetProperty("partitions").GetInt32(), Is.EqualTo(3));
            Assert.That(result.GetProperty("offset").GetString(), Is.EqualTo("5"));
            Assert.That(result.GetProperty("grouped").GetBoolean(), Is.True);
            Assert.That(result.GetProperty("brokers").GetInt32(), Is.GreaterThan(0));
        });
    }

    private static async Task<List<Seen>> ConsumeAsync(string topic, int count, int members = 1)
    {
        var output = await NodeInteropClient.RunAsync(Script, "", TestKafka.Bootstrap, topic, "consume", count.ToString(null, null), "js-" + topic,
            members.ToString(null, null));
        return JsonSerializer.Deserialize<List<Seen>>(output, JsonSerializerOptions.Web)!;
    }
}

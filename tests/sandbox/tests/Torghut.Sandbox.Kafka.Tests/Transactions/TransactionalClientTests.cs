using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Transactions;

/// <summary>Transactions as librdkafka's producers and consumers live with them.</summary>
public sealed class TransactionalClientTests
{
    [Test]
    public async Task Readers_OfBothKindsAtOnce_SeeWhatTheirLevelAllowsInOrder()
    {
        var topic = await TestTopic.CreateAsync();
        const int Rounds = 60;
        var committed = Task.Run(() => Follow(topic, IsolationLevel.ReadCommitted, "end"));
        var uncommitted = Task.Run(() => Follow(topic, IsolationLevel.ReadUncommitted, "end"));
        using (var producer = Transactional(topic))
        {
            for (var round = 0; round < Rounds; round++)
            {
                producer.BeginTransaction();
                for (var i = 0; i < 50; i++)
                {
                    producer.Produce(topic, new Message<string?, string?> { Value = $"{(round % 3 == 0 ? "aborted" : "kept")} {round} {i}" });
                }

                if (round % 3 == 0)
                {
                    producer.Flush(Clients.Timeout);
                    producer.AbortTransaction(Clients.Timeout);
                }
                else
                {
                    producer.CommitTransaction(Clients.Timeout);
                }
            }
        }

        await Clients.SendAsync(topic, ["end"]);

        var all = Enumerable.Range(0, Rounds).SelectMany(r => Enumerable.Range(0, 50).Select(i => $"{(r % 3 == 0 ? "aborted" : "kept")} {r} {i}")).ToList();
        Assert.That(await committed, Is.EqualTo(all.Where(v => v.StartsWith("kept", StringComparison.Ordinal))));
        Assert.That(await uncommitted, Is.EqualTo(all));
    }

    [Test]
    public async Task Zombie_OfTheSameId_IsFencedForGood()
    {
        var topic = await TestTopic.CreateAsync();
        using var zombie = Transactional(topic);
        zombie.BeginTransaction();
        zombie.Produce(topic, new Message<string?, string?> { Value = "zombie's" });
        zombie.Flush(Clients.Timeout);
        using var successor = Transactional(topic);
        successor.BeginTransaction();
        successor.Produce(topic, new Message<string?, string?> { Value = "successor's" });
        successor.CommitTransaction(Clients.Timeout);

        var error = Assert.Catch<KafkaException>(() => zombie.CommitTransaction(Clients.Timeout));

        Assert.That(error!.Error.IsFatal, Is.True);
        Assert.That(Clients.Values(topic), Is.EqualTo(new[] { "successor's" }));
    }

    [Test]
    public async Task ConsumeTransformProduce_Aborted_StartsAgainWhereItWas()
    {
        var source = await TestTopic.CreateAsync();
        var target = await TestTopic.CreateAsync();
        await Clients.SendAsync(source, ["1", "2", "3", "4"]);
        using var producer = Transactional(target);
        Move(producer, source, target, count: 2, commit: true);
        Move(producer, source, target, count: 1, commit: false);
        Move(producer, source, target, count: 2, commit: true);

        Assert.That(Clients.Values(target), Is.EqualTo(new[] { "1", "2", "3", "4" }));
    }

    private static void Move(IProducer<string?, string?> producer, string source, string target, int count, bool commit)
    {
        using var consumer = Clients.Consumer("mover-" + source, c => c.IsolationLevel = IsolationLevel.ReadCommitted);
        consumer.Subscribe(source);
        producer.BeginTransaction();
        ConsumeResult<string?, string?>? last = null;
        for (var i = 0; i < count; i++)
        {
            last = consumer.Consume(Clients.Timeout) ?? throw new TimeoutException($"{i} of {count} records came");
            producer.Produce(target, last.Message);
        }

        producer.SendOffsetsToTransaction([new TopicPartitionOffset(last!.TopicPartition, last.Offset + 1)], consumer.ConsumerGroupMetadata, Clients.Timeout);
        if (commit)
        {
            producer.CommitTransaction(Clients.Timeout);
        }
        else
        {
            producer.AbortTransaction(Clients.Timeout);
        }

        consumer.Close();
    }

    private static IProducer<string?, string?> Transactional(string id)
    {
        var producer = Clients.Producer(c => c.TransactionalId = id);
        producer.InitTransactions(Clients.Timeout);
        return producer;
    }

    private static List<string?> Follow(string topic, IsolationLevel isolation, string until)
    {
        using var consumer = Clients.Consumer($"{topic}-{isolation}", c => c.IsolationLevel = isolation);
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var values = new List<string?>();
        while (true)
        {
            var value = (consumer.Consume(Clients.Timeout) ?? throw new TimeoutException($"{values.Count} records, then none")).Message.Value;
            if (value == until)
            {
                return values;
            }

            values.Add(value);
        }
    }
}

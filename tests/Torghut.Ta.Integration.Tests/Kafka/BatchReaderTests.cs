using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Common.Kafka.Batches;
using Torghut.Contracts;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Kafka;

/// <summary>Reading in batches gives what Confluent.Kafka's Consume gives, and tells the client as much.</summary>
[TestFixture]
internal sealed class BatchReaderTests
{
    private const string Topic = Topics.Trades;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private TaSandbox _sandbox = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _sandbox = await TaSandbox.StartAsync(partitions: 2);

    [OneTimeTearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [Test]
    public async Task Read_ToTheEnd_LeavesThePositionAtTheEnd()
    {
        using var producer = _sandbox.Producer();
        for (var i = 0; i < 10; i++)
        {
            await producer.ProduceAsync(new TopicPartition(_sandbox.Topic(Topic), 0), new Message<string, byte[]> { Key = "k", Value = [1] });
        }

        var log = new TopicPartition(_sandbox.Topic(Topic), 0);
        using var consumer = Consumer("position");
        using var reader = BatchReader.Of(consumer, [_sandbox.Topic(Topic)], 64);
        reader.Assign([log]);
        consumer.Assign(new TopicPartitionOffset(log, Offset.Beginning));
        var (records, ended) = (0, -1L);
        await Eventually.HoldsAsync(
            () =>
            {
                while (reader.Read(Wait))
                {
                    if (reader.Current.IsPartitionEnd)
                    {
                        ended = reader.Current.Offset;
                    }
                    else
                    {
                        records++;
                    }
                }

                return Task.FromResult(ended >= 0);
            },
            "the end is read", Eventually.Timeout);
        Assert.That((records, ended, consumer.Position(log).Value), Is.EqualTo((10, 10L, 10L)));
    }

    private IConsumer<Ignore, Ignore> Consumer(string group)
    {
        var config = new KafkaConnection(_sandbox.Bootstrap).ToConsumerConfig(_sandbox.Group(group));
        config.EnablePartitionEof = true;
        return new ConsumerBuilder<Ignore, Ignore>(config).Build();
    }
}

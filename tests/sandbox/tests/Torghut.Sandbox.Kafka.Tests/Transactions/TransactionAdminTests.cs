using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Tests.Transactions;

/// <summary>What an administrator is told of transactions and of the producers of a partition (KIP-664, KIP-994, KIP-1152).</summary>
public sealed class TransactionAdminTests
{
    private string _topic = "";
    private string _id = "";
    private WireClient _client = null!;
    private ProducerIdentity _producer;

    private sealed record Described(
        ErrorCode Error, string State, int TimeoutMs, long Started, long ProducerId, short Epoch, IReadOnlyList<TopicPartition> Partitions);

    private sealed record Producer(long Id, int Epoch, int LastSequence, long LastTimestamp, long TransactionStart);

    [SetUp]
    public async Task ConnectAsync()
    {
        _topic = await TestTopic.CreateAsync(partitions: 2);
        _id = TestTopic.Unique();
        _client = WireClient.Connect();
        _producer = _client.InitProducerPatiently(_id, timeoutMs: 45_000);
    }

    [TearDown]
    public void Disconnect() => _client.Dispose();

    [Test]
    public void DescribeTransactions_FromEmptyToDecided_FollowsTheState()
    {
        var empty = Describe(_id);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Begin();
        var ongoing = Describe(_id);
        _client.EndTransaction(_id, _producer, commit: false);
        Testing.Eventually.HoldsAsync(() => Describe(_id).State == "CompleteAbort", "the end is complete").GetAwaiter().GetResult();

        Assert.Multiple(() =>
        {
            Assert.That(empty, Is.EqualTo(new Described(ErrorCode.None, "Empty", 45_000, -1, _producer.ProducerId, _producer.Epoch, empty.Partitions)));
            Assert.That(empty.Partitions, Is.Empty);
            Assert.That(ongoing.State, Is.EqualTo("Ongoing"));
            Assert.That(ongoing.Started, Is.GreaterThanOrEqualTo(before - 1000));
            Assert.That(ongoing.Partitions, Is.EqualTo(new[] { new TopicPartition(_topic, 0) }));
            Assert.That(Describe(_id).Partitions, Is.Empty);
        });
    }

    [Test]
    public void DescribeTransactions_UnknownId_IsNotFound() =>
        Assert.That(Describe(TestTopic.Unique()).Error, Is.EqualTo(ErrorCode.TransactionalIdNotFound));

    [Test]
    public void ListTransactions_Filters_LeaveOutWhatDoesNotFit()
    {
        Begin();

        Assert.Multiple(() =>
        {
            Assert.That(List(0).Ids, Does.Contain(_id));
            Assert.That(List(0, states: ["Ongoing"]).Ids, Does.Contain(_id));
            Assert.That(List(0, states: ["CompleteCommit"]).Ids, Does.Not.Contain(_id));
            Assert.That(List(0, producers: [_producer.ProducerId]).Ids, Is.EqualTo(new[] { _id }));
            Assert.That(List(0, producers: [_producer.ProducerId + 1_000_000]).Ids, Is.Empty);
            Assert.That(List(1, producers: [_producer.ProducerId], longerThanMs: 0).Ids, Is.EqualTo(new[] { _id }));
            Assert.That(List(1, producers: [_producer.ProducerId], longerThanMs: 3_600_000).Ids, Is.Empty);
            Assert.That(List(2, pattern: _id[..8] + ".*").Ids, Is.EqualTo(new[] { _id }));
            Assert.That(List(2, pattern: _id[1..8]).Ids, Is.Empty, "a pattern must fit the whole id");
            Assert.That(List(2, pattern: "(").Error, Is.EqualTo(ErrorCode.InvalidRegularExpression));
        });
    }

    [Test]
    public void ListTransactions_UnknownState_IsNamedAndFitsNothing()
    {
        var listed = List(0, states: ["Thinking"]);

        Assert.That(listed.Error, Is.EqualTo(ErrorCode.None));
        Assert.That(listed.UnknownStates, Is.EqualTo(new[] { "Thinking" }));
        Assert.That(listed.Ids, Is.Empty);
    }

    [Test]
    public void DescribeProducers_OpenTransaction_ShowsWhereItBegan()
    {
        _client.Produce(_topic, new TestBatch { Values = ["before"] }.Build());
        Begin();
        var sent = new TestBatch { ProducerId = _producer.ProducerId, Epoch = _producer.Epoch, Sequence = 0, IsTransactional = true, Values = ["a", "b"] };
        Assert.That(_client.Produce(_topic, sent.Build(), _id).Error, Is.EqualTo(ErrorCode.None));

        var open = Producers(0).Producers.Single();
        _client.EndTransaction(_id, _producer, commit: true);
        Testing.Eventually.HoldsAsync(() => Producers(0).Producers.Single().TransactionStart == -1, "the marker is written").GetAwaiter().GetResult();

        Assert.That(open with { LastTimestamp = 0 }, Is.EqualTo(new Producer(_producer.ProducerId, _producer.Epoch, 1, 0, 1)));
        Assert.That(open.LastTimestamp, Is.EqualTo(sent.Timestamp + 1));
        Assert.That(Producers(1), Is.EqualTo((ErrorCode.None, Producers(1).Producers)));
        Assert.That(Producers(1).Producers, Is.Empty);
        Assert.That(Producers(9).Error, Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
    }

    private void Begin() => Assert.That(_client.AddPartition(_id, _producer, _topic), Is.EqualTo(ErrorCode.None));

    private Described Describe(string id)
    {
        var response = _client.CallFlexible(ApiKey.DescribeTransactions, 0, w =>
        {
            w.Array(1);
            w.String(id);
        });
        response.Int32();
        response.ArrayLength();
        var error = (ErrorCode)response.Int16();
        Assert.That(response.String(), Is.EqualTo(id));
        var (state, timeout, started, producer, epoch) = (response.String(), response.Int32(), response.Int64(), response.Int64(), response.Int16());
        var partitions = new List<TopicPartition>();
        for (var topics = response.ArrayLength(); topics > 0; topics--)
        {
            var topic = response.String();
            for (var count = response.ArrayLength(); count > 0; count--)
            {
                partitions.Add(new TopicPartition(topic, response.Int32()));
            }

            response.Tags();
        }

        response.Tags();
        response.Tags();
        Assert.That(response.Remaining, Is.Zero);
        return new Described(error, state, timeout, started, producer, epoch, partitions);
    }

    private (ErrorCode Error, List<string> UnknownStates, List<string> Ids) List(
        short version, string[]? states = null, long[]? producers = null, long longerThanMs = -1, string? pattern = null)
    {
        var response = _client.CallFlexible(ApiKey.ListTransactions, version, w =>
        {
            w.Array(states?.Length ?? 0);
            foreach (var state in states ?? [])
            {
                w.String(state);
            }

            w.Array(producers?.Length ?? 0);
            foreach (var producer in producers ?? [])
            {
                w.Int64(producer);
            }

            if (version >= 1)
            {
                w.Int64(longerThanMs);
            }

            if (version >= 2)
            {
                w.String(pattern);
            }
        });
        response.Int32();
        var error = (ErrorCode)response.Int16();
        var (unknown, ids) = (new List<string>(), new List<string>());
        for (var count = response.ArrayLength(); count > 0; count--)
        {
            unknown.Add(response.String());
        }

        for (var count = response.ArrayLength(); count > 0; count--)
        {
            ids.Add(response.String());
            response.Int64();
            response.String();
            response.Tags();
        }

        response.Tags();
        Assert.That(response.Remaining, Is.Zero);
        return (error, unknown, ids);
    }

    private (ErrorCode Error, List<Producer> Producers) Producers(int partition)
    {
        var response = _client.CallFlexible(ApiKey.DescribeProducers, 0, w =>
        {
            w.Array(1);
            w.String(_topic);
            w.Array(1);
            w.Int32(partition);
            w.Tags();
        });
        response.Int32();
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        Assert.That(response.Int32(), Is.EqualTo(partition));
        var error = (ErrorCode)response.Int16();
        response.NullableString();
        var producers = new List<Producer>();
        for (var count = response.ArrayLength(); count > 0; count--)
        {
            var (id, epoch, sequence, timestamp, _, start) =
                (response.Int64(), response.Int32(), response.Int32(), response.Int64(), response.Int32(), response.Int64());
            producers.Add(new Producer(id, epoch, sequence, timestamp, start));
            response.Tags();
        }

        return (error, producers);
    }
}

using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Sandbox.Kafka.Transactions;
using Torghut.Testing;
using ErrorCode = Torghut.Sandbox.Kafka.Protocol.ErrorCode;

namespace Torghut.Sandbox.Kafka.Tests.Transactions;

/// <summary>The transaction protocol's rules, request by request.</summary>
public sealed class TransactionRuleTests
{
    private string _topic = "";
    private string _id = "";
    private WireClient _client = null!;
    private ProducerIdentity _producer;

    [SetUp]
    public async Task ConnectAsync()
    {
        _topic = await TestTopic.CreateAsync();
        _id = TestTopic.Unique();
        _client = WireClient.Connect();
        _producer = _client.InitProducerPatiently(_id);
        Assert.That(_producer.Error, Is.EqualTo(ErrorCode.None));
    }

    [TearDown]
    public void Disconnect() => _client.Dispose();

    [Test]
    public void Commit_Batches_BecomeVisibleAtOnce()
    {
        Begin();
        Send(0, "a");
        Send(1, "b");
        Assert.That(Clients.Values(_topic), Is.Empty);
        Assert.That(Clients.Values(_topic, IsolationLevel.ReadUncommitted), Is.EqualTo(new[] { "a", "b" }));

        Assert.That(_client.EndTransaction(_id, _producer, commit: true), Is.EqualTo(ErrorCode.None));

        EventuallyVisible("a", "b");
    }

    [Test]
    public void Abort_Batches_StayOnlyForUncommittedReaders()
    {
        Begin();
        Send(0, "a");
        _client.EndTransaction(_id, _producer, commit: false);
        Begin();
        Send(1, "b");
        _client.EndTransaction(_id, _producer, commit: true);

        EventuallyVisible("b");
        Assert.That(Clients.Values(_topic, IsolationLevel.ReadUncommitted), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void LastStableOffset_OpenTransaction_HoldsBackEverythingBehindIt()
    {
        _client.Produce(_topic, new TestBatch { Values = ["before"] }.Build());
        Begin();
        Send(0, "open");
        _client.Produce(_topic, new TestBatch { Values = ["behind"] }.Build());

        Assert.That(_client.ListOffset(_topic, -1, readCommitted: true), Is.EqualTo(1));
        Assert.That(_client.ListOffset(_topic, -1), Is.EqualTo(3));
        Assert.That(Clients.Values(_topic), Is.EqualTo(new[] { "before" }));

        _client.EndTransaction(_id, _producer, commit: true);

        EventuallyVisible("before", "open", "behind");
        Assert.That(_client.ListOffset(_topic, -1, readCommitted: true), Is.EqualTo(4), "the marker takes an offset");
    }

    [Test]
    public void LastStableOffset_TwoTransactions_FollowsTheOlder()
    {
        using var other = WireClient.Connect();
        var otherId = TestTopic.Unique();
        var otherProducer = other.InitProducerPatiently(otherId);
        Begin();
        other.AddPartition(otherId, otherProducer, _topic);
        Send(0, "first");
        other.Produce(_topic, Batch(otherProducer, 0, "second"), otherId);

        other.EndTransaction(otherId, otherProducer, commit: true);
        Assert.That(_client.ListOffset(_topic, -1, readCommitted: true), Is.Zero);
        _client.EndTransaction(_id, _producer, commit: false);

        EventuallyVisible("second");
    }

    [Test]
    public void Init_AgainByTheSameId_FencesAndAbortsTheFirst()
    {
        Begin();
        Send(0, "zombie's");
        using var successor = WireClient.Connect();
        var fresh = successor.InitProducerPatiently(_id);

        Assert.Multiple(() =>
        {
            Assert.That(fresh.ProducerId, Is.EqualTo(_producer.ProducerId));
            Assert.That(fresh.Epoch, Is.GreaterThan(_producer.Epoch));
            Assert.That(_client.Produce(_topic, Batch(_producer, 1, "zombie"), _id).Error, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
            Assert.That(_client.AddPartition(_id, _producer, _topic), Is.EqualTo(ErrorCode.InvalidProducerEpoch));
            Assert.That(_client.EndTransaction(_id, _producer, commit: true), Is.EqualTo(ErrorCode.InvalidProducerEpoch));
        });
        successor.AddPartition(_id, fresh, _topic);
        successor.Produce(_topic, Batch(fresh, 0, "successor's"), _id);
        successor.EndTransaction(_id, fresh, commit: true);
        EventuallyVisible("successor's");
    }

    [Test]
    public async Task Timeout_OpenTransaction_IsAbortedAndItsProducerFenced()
    {
        var id = TestTopic.Unique();
        var producer = _client.InitProducerPatiently(id, timeoutMs: 1_000);
        _client.AddPartition(id, producer, _topic);
        _client.Produce(_topic, Batch(producer, 0, "too slow"), id);
        _client.Produce(_topic, new TestBatch { Values = ["behind"] }.Build());

        await Eventually.HoldsAsync(() => _client.ListOffset(_topic, -1, readCommitted: true) == 3, "the last stable offset moves on",
            TimeSpan.FromSeconds(TestKafka.IsReal ? 30 : 6));

        Assert.That(Clients.Values(_topic), Is.EqualTo(new[] { "behind" }));
        Assert.That(_client.EndTransaction(id, producer, commit: true), Is.EqualTo(ErrorCode.InvalidProducerEpoch));
    }

    [Test]
    public void End_Repeated_IsTheSameAnswer()
    {
        Begin();
        Send(0, "a");

        Assert.That(_client.EndTransaction(_id, _producer, commit: true), Is.EqualTo(ErrorCode.None));
        Assert.That(_client.EndTransaction(_id, _producer, commit: true), Is.EqualTo(ErrorCode.None), "a retry");
        Assert.That(_client.EndTransaction(_id, _producer, commit: false), Is.EqualTo(ErrorCode.InvalidTxnState), "a change of mind");
    }

    [Test]
    public void End_WithoutATransaction_IsAnInvalidState() =>
        Assert.That(_client.EndTransaction(_id, _producer, commit: true), Is.EqualTo(ErrorCode.InvalidTxnState));

    [Test]
    public void Requests_OfAnUnknownProducer_AreRefused()
    {
        var unknown = _producer with { ProducerId = _producer.ProducerId + 1_000_000 };

        Assert.That(_client.AddPartition(_id, unknown, _topic), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That(_client.EndTransaction(_id, unknown, commit: true), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
        Assert.That(_client.EndTransaction(TestTopic.Unique(), _producer, commit: true), Is.EqualTo(ErrorCode.InvalidProducerIdMapping));
    }

    [Test]
    public void Produce_PartitionNotAnnounced_WritesNothing()
    {
        var refused = _client.Produce(_topic, Batch(_producer, 0, "stray"), _id);

        Assert.That(refused.Error, Is.Not.EqualTo(ErrorCode.None));
        Assert.That(Clients.Values(_topic, IsolationLevel.ReadUncommitted), Is.Empty);
    }

    [Test]
    public void Init_TimeoutBeyondTheLimit_IsRefused() =>
        Assert.That(_client.InitProducer(TestTopic.Unique(), timeoutMs: 100_000_000).Error, Is.EqualTo(ErrorCode.InvalidTransactionTimeout));

    [TestCase(true, 7)]
    [TestCase(false, -1)]
    public void Offsets_InATransaction_ShareItsFate(bool commit, long expected)
    {
        var group = TestTopic.Unique();
        Begin();
        Send(0, "a");
        Assert.That(_client.AddOffsets(_id, _producer, group), Is.EqualTo(ErrorCode.None));
        Assert.That(_client.CommitOffset(_id, _producer, group, _topic, 7), Is.EqualTo(ErrorCode.None));
        Assert.That(_client.FetchOffset(group, _topic), Is.EqualTo(-1));

        _client.EndTransaction(_id, _producer, commit);

        Eventually.HoldsAsync(() => _client.FetchOffset(group, _topic) == expected, "the offset follows the decision").GetAwaiter().GetResult();
    }

    [Test]
    public void Sequence_AcrossTransactions_GoesOn()
    {
        Begin();
        Send(0, "a");
        _client.EndTransaction(_id, _producer, commit: true);
        Begin();

        Assert.That(_client.Produce(_topic, Batch(_producer, 5, "gap"), _id).Error, Is.EqualTo(ErrorCode.OutOfOrderSequenceNumber));
        Assert.That(_client.Produce(_topic, Batch(_producer, 1, "b"), _id).Error, Is.EqualTo(ErrorCode.None));
        _client.EndTransaction(_id, _producer, commit: true);
        EventuallyVisible("a", "b");
    }

    private static byte[] Batch(ProducerIdentity producer, int sequence, params string[] values) => new TestBatch
    {
        ProducerId = producer.ProducerId,
        Epoch = producer.Epoch,
        Sequence = sequence,
        Values = values,
        IsTransactional = true,
    }.Build();

    private void Begin() => Assert.That(_client.AddPartition(_id, _producer, _topic), Is.EqualTo(ErrorCode.None));

    private void Send(int sequence, params string[] values) =>
        Assert.That(_client.Produce(_topic, Batch(_producer, sequence, values), _id).Error, Is.EqualTo(ErrorCode.None));

    private void EventuallyVisible(params string[] values)
    {
        Eventually.HoldsAsync(() => _client.ListOffset(_topic, -1, readCommitted: true) == _client.ListOffset(_topic, -1), "all is decided").GetAwaiter()
            .GetResult();
        Assert.That(Clients.Values(_topic), Is.EqualTo(values));
    }
}

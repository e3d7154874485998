using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Sandbox.Kafka.Transactions;
using ErrorCode = Torghut.Sandbox.Kafka.Protocol.ErrorCode;

namespace Torghut.Sandbox.Kafka.Tests.Crashes;

/// <summary>The broker is killed between any two steps of a transaction.</summary>
public sealed class StepCrashTests
{
    private const int Steps = 6;

    private BrokerChild _broker = null!;
    private string _id = "";
    private string _topic = "";
    private ProducerIdentity _producer;

    [OneTimeSetUp]
    public async Task StartAsync() => _broker = await BrokerChild.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    [SetUp]
    public async Task PrepareAsync()
    {
        _id = TestTopic.Unique();
        _topic = await TestTopic.CreateAsync(1, _broker.Bootstrap);
    }

    [Test]
    public async Task Kill_AfterAnyStep_TheClientFinishesItsTransaction([Range(0, Steps)] int after)
    {
        Run(0, after);
        await _broker.KillAndRestartAsync();
        Run(after, Steps);

        Assert.That(Values(), Is.EqualTo(new[] { "v" }));
        Assert.That(Offset(), Is.EqualTo(7));
    }

    [Test]
    public async Task Kill_AfterAnyStepWithTheClient_ItsSuccessorFindsAllOrNothing([Range(1, Steps)] int after)
    {
        Run(0, after);
        await _broker.KillAndRestartAsync();
        using (var successor = WireClient.Connect(_broker.Bootstrap))
        {
            var fresh = successor.InitProducerPatiently(_id);
            Assert.That(successor.AddPartition(_id, fresh, _topic), Is.EqualTo(ErrorCode.None));
            Assert.That(successor.Produce(_topic, Batch(fresh, "w"), _id).Error, Is.EqualTo(ErrorCode.None));
            Assert.That(successor.EndTransaction(_id, fresh, commit: true), Is.EqualTo(ErrorCode.None));
        }

        var isCommitted = after == Steps;
        Assert.That(Values(), Is.EqualTo(isCommitted ? new[] { "v", "w" } : ["w"]));
        Assert.That(Offset(), Is.EqualTo(isCommitted ? 7 : -1));
    }

    private void Run(int from, int to)
    {
        using var client = WireClient.Connect(_broker.Bootstrap);
        Action[] steps =
        [
            () => _producer = client.InitProducerPatiently(_id),
            () => Assert.That(client.AddPartition(_id, _producer, _topic), Is.EqualTo(ErrorCode.None)),
            () => Assert.That(client.Produce(_topic, Batch(_producer, "v"), _id).Error, Is.EqualTo(ErrorCode.None)),
            () => Assert.That(client.AddOffsets(_id, _producer, "g-" + _id), Is.EqualTo(ErrorCode.None)),
            () => Assert.That(client.CommitOffset(_id, _producer, "g-" + _id, _topic, 7), Is.EqualTo(ErrorCode.None)),
            () => Assert.That(client.EndTransaction(_id, _producer, commit: true), Is.EqualTo(ErrorCode.None)),
        ];
        foreach (var step in steps[from..to])
        {
            step();
        }
    }

    private static byte[] Batch(ProducerIdentity producer, string value) =>
        new TestBatch { ProducerId = producer.ProducerId, Epoch = producer.Epoch, Sequence = 0, Values = [value], IsTransactional = true }.Build();

    private List<string?> Values() => Clients.Values(_topic, IsolationLevel.ReadCommitted, bootstrap: _broker.Bootstrap);

    private long Offset()
    {
        using var client = WireClient.Connect(_broker.Bootstrap);
        return client.FetchOffset("g-" + _id, _topic);
    }
}

using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Hosting;
using Torghut.Ws.Health;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Health;

/// <summary>A producer that is acknowledged nothing ends the process, but only while its cluster could acknowledge.</summary>
public sealed class ProducerStallTests
{
    private readonly List<int> _ends = [];
    private ManualTime _time = null!;
    private KafkaHealth _health = null!;
    private ProducerStall _stall = null!;

    [SetUp]
    public void Create()
    {
        _ends.Clear();
        _time = new ManualTime();
        _health = new KafkaHealth(new HealthOptions(), _time);
        _stall = new ProducerStall(_health, new ProcessEnd(NullLoggerFactory.Instance) { Exit = _ends.Add }, _time);
    }

    [Test]
    public void Look_NothingAcknowledged_EndsTheProcessAfterFifteenSeconds()
    {
        _health.Accepted(_time.GetTimestamp());
        LookFor(14, Topic(inSync: 3));
        Assert.That(_ends, Is.Empty);
        LookFor(2, Topic(inSync: 3));
        Assert.That(_ends, Is.Not.Empty.And.All.EqualTo(ExitCodes.Stuck));
    }

    [Test]
    public void Look_OneAcknowledgedNowAndThen_GoesOn()
    {
        _health.Accepted(_time.GetTimestamp());
        for (var i = 0; i < 6; i++)
        {
            LookFor(10, Topic(inSync: 3));
            _health.Accepted(_time.GetTimestamp());
            _health.Delivered(_time.GetTimestamp());
        }

        Assert.That(_ends, Is.Empty);
    }

    [TestCase(1, 1)]
    [TestCase(3, -1)]
    public void Look_ClusterCannotTakeRecords_WaitsForIt(int inSync, int leader)
    {
        _health.Accepted(_time.GetTimestamp());
        LookFor(120, Topic(inSync, leader));
        Assert.That(_ends, Is.Empty);
    }

    [Test]
    public void Look_LostBrokerIsGivenUp_CountsFromThen()
    {
        _health.Accepted(_time.GetTimestamp());
        LookFor(14, Topic(inSync: 3));
        LookFor(14, Topic(inSync: 2));
        Assert.That(_ends, Is.Empty, "until then everybody waited for the lost one");
        LookFor(3, Topic(inSync: 2));
        Assert.That(_ends, Is.EqualTo(new[] { ExitCodes.Stuck }));
    }

    [Test]
    public void Look_NothingInFlight_IsNoStall()
    {
        LookFor(120, Topic(inSync: 3));
        Assert.That(_ends, Is.Empty);
    }

    [Test]
    public void Look_ProducerFailedForGood_EndsTheProcessAtOnce()
    {
        _health.ClientError(new Error(ErrorCode.Local_Fatal, "out of sequence", isFatal: true));
        LookFor(1, Topic(inSync: 3));
        Assert.That(_ends, Is.EqualTo(new[] { ExitCodes.Stuck }));
    }

    private void LookFor(int seconds, TopicMetadata topic)
    {
        for (var i = 0; i < seconds && _ends.Count == 0; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _stall.Look([topic]);
        }
    }

    private static TopicMetadata Topic(int inSync, int leader = 1) =>
        new("trades", [new PartitionMetadata(0, leader, [1, 2, 3], [.. Enumerable.Range(1, inSync)], ErrorCode.NoError)], ErrorCode.NoError);
}

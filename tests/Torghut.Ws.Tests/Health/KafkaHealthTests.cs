using Confluent.Kafka;
using Torghut.Ws.Health;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Health;

/// <summary>What Kafka's gate says of records in flight, failures and metadata.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KafkaHealthTests
{
    private readonly ManualTime _time = new();
    private readonly KafkaHealth _health;

    public KafkaHealthTests()
    {
        _health = new KafkaHealth(new HealthOptions { ProduceStall = TimeSpan.FromSeconds(2) }, _time);
        _health.SchemasKnown();
        _health.OwnTopicsRead();
        _health.MetadataKnown();
    }

    [Test]
    public void MetadataKnown_NothingInFlight_EndsAConnectionError()
    {
        _health.ClientError(new Error(ErrorCode.Local_AllBrokersDown));
        Assert.That(_health.State, Is.EqualTo((false, "kafka_produce")));
        _health.MetadataKnown();
        Assert.That(_health.State, Is.EqualTo((true, (string?)null)));
    }

    /// <summary>That brokers describe the topics does not say that they take records.</summary>
    [Test]
    public void MetadataKnown_RecordsInFlight_ProducingIsHealthyOnlyWhenOneIsAcknowledged()
    {
        _health.Accepted(Now);
        _health.Accepted(Now);
        _health.Failed("kafka_produce");
        _health.MetadataKnown();
        Assert.That(_health.State, Is.EqualTo((false, "kafka_produce")));
        _health.Delivered(Now);
        Assert.That(_health.State, Is.EqualTo((true, (string?)null)));
    }

    [Test]
    public void MetadataFailed_AfterItWasKnown_ShutsTheGateAndIsOverWithTheNextLook()
    {
        _health.MetadataFailed("kafka_metadata");
        Assert.That(_health.State, Is.EqualTo((false, "kafka_metadata")));
        _health.MetadataKnown();
        Assert.That(_health.State.Holds, Is.True);
    }

    [Test]
    public void Withdrawn_RecordWithoutRoom_IsNeitherInFlightNorAStall()
    {
        _health.Accepted(Now);
        _health.Withdrawn();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((_health.InFlight, _health.State.Holds, _health.Failures), Is.EqualTo((0, true, 0)));
    }

    [Test]
    public void Failed_Record_IsCountedAndNoLongerInFlight()
    {
        _health.Accepted(Now);
        _health.Failed("kafka_auth");
        Assert.That((_health.InFlight, _health.Failures, _health.State.ErrorClass), Is.EqualTo((0, 1, "kafka_auth")));
    }

    /// <summary>More records do not make an unacknowledged one younger.</summary>
    [Test]
    public void Accepted_WhileOthersWait_DoesNotPutOffTheStall()
    {
        _health.Accepted(Now);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _health.Accepted(Now);
        _time.Advance(TimeSpan.FromSeconds(0.6));
        Assert.That(_health.State, Is.EqualTo((false, "kafka_produce")));
    }

    [Test]
    public void Accepted_AfterALongRest_BeginsTheStallAnew()
    {
        _health.Accepted(Now);
        _health.Delivered(Now);
        _time.Advance(TimeSpan.FromMinutes(1));
        _health.Accepted(Now);
        Assert.That(_health.State.Holds, Is.True);
    }

    [Test]
    public void Progress_EveryAcknowledgementMovesItAndTheEndIsAheadWhileRecordsWait()
    {
        _health.Accepted(Now);
        var (before, end) = _health.Progress;
        Assert.That(end, Is.GreaterThan(before));
        _time.Advance(TimeSpan.FromSeconds(1));
        _health.Delivered(Now);
        var (after, rest) = _health.Progress;
        Assert.That(after, Is.GreaterThan(before));
        Assert.That(rest, Is.EqualTo(after));
    }

    [TestCase(ErrorCode.Local_Transport, null)]
    [TestCase(ErrorCode.Local_AllBrokersDown, "kafka_produce")]
    [TestCase(ErrorCode.Local_Authentication, "kafka_auth")]
    public void ClientError_OneBrokerAway_IsNoFault(ErrorCode code, string? errorClass)
    {
        _health.ClientError(new Error(code));
        Assert.That(_health.State.ErrorClass, Is.EqualTo(errorClass));
    }

    /// <summary>
    /// A producer that has failed for good refuses every record at once, so that nothing waits and the brokers answer: that is not health, and a gate that
    /// opens at every look would keep a process alive that forwards nothing.
    /// </summary>
    [Test]
    public void ClientError_Fatal_ShutsTheGateForGood()
    {
        _health.ClientError(new Error(ErrorCode.Local_Fatal, "out of sequence", isFatal: true));
        _health.MetadataKnown();
        Assert.That((_health.State, _health.Fatal), Is.EqualTo(((false, "kafka_produce"), "out of sequence")));
    }

    private long Now => _time.GetTimestamp();
}

using Confluent.Kafka;
using Torghut.Alpaca.Streaming;
using Torghut.Common.Configuration;
using Torghut.Ws.Health;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.TradeUpdates;

namespace Torghut.Ws.Tests.Health;

public sealed class ForwarderHealthTests
{
    private readonly ManualTime _time = new();
    private KafkaHealth _kafka = null!;
    private ForwarderHealth _health = null!;

    [SetUp]
    public void Create()
    {
        var options = new HealthOptions { NotReadyKillAfter = TimeSpan.FromMinutes(2), ProduceStall = TimeSpan.FromSeconds(2) };
        _kafka = new KafkaHealth(options, _time);
        _health = new ForwarderHealth(_kafka, options, new TradeUpdatesOptions { Enabled = true }, _time);
    }

    [Test]
    public void Current_EveryGateHolds_IsReady()
    {
        OpenAll();

        var report = _health.Current;
        Assert.That((report.Ready, report.ErrorClass), Is.EqualTo((true, (string?)null)));
        Assert.That(report.Gates.Keys, Is.EquivalentTo(new[] { "alpaca_ws", "kafka", "trade_updates" }));
    }

    [Test]
    public void KillAfter_Default_OutlivesASlotThatTheVenueStillHolds() =>
        Assert.That(new HealthOptions().NotReadyKillAfter, Is.GreaterThan(TimeSpan.FromSeconds(90)));

    [Test]
    public void Current_AsConfiguredByDefault_IsNotReadyTwoSecondsAfterTheLastAcknowledgement()
    {
        var options = new HealthOptions();
        _kafka = new KafkaHealth(options, _time);
        _health = new ForwarderHealth(_kafka, options, new TradeUpdatesOptions { Enabled = true }, _time);
        OpenAll();
        _kafka.Accepted(_time.GetTimestamp());
        Assert.That(_health.Current.Ready, Is.True);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(_health.Current.Ready, Is.False);
    }

    [Test]
    public void Current_TradeUpdatesOff_NeedsNoSession()
    {
        _health = new ForwarderHealth(_kafka, new HealthOptions(), new TradeUpdatesOptions { Enabled = false }, _time);
        KafkaGood();
        _health.Alpaca.Open();

        Assert.That(_health.Current.Ready, Is.True);
    }

    [Test]
    public void Current_KafkaAwayAtStart_IsMetadataNotAlpaca()
    {
        _kafka.ClientError(new Error(ErrorCode.Local_AllBrokersDown));

        Assert.That(_health.Current.ErrorClass, Is.EqualTo("kafka_metadata"));
    }

    [Test]
    public void Current_NothingAcknowledgedForTooLong_IsAProduceFailureUntilOneIs()
    {
        OpenAll();
        _kafka.Accepted(_time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.That(_health.Current.Ready, Is.True);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(_health.Current.ErrorClass, Is.EqualTo("kafka_produce"));

        _kafka.Delivered(_time.GetTimestamp());
        Assert.That(_health.Current.Ready, Is.True);
    }

    [Test]
    public void Current_WrongPassword_IsKafkaAuthWhateverElse()
    {
        OpenAll();
        _kafka.ClientError(new Error(ErrorCode.Local_Authentication));
        _kafka.ClientError(new Error(ErrorCode.Local_AllBrokersDown));

        Assert.That(_health.Current.ErrorClass, Is.EqualTo("kafka_auth"));
    }

    [Test]
    public void IsAlive_NotReadyForTooLong_IsFalseAndReadinessRevivesIt()
    {
        OpenAll();
        _ = _health.Current;
        _health.Alpaca.Shut("alpaca_auth");
        _ = _health.Current;
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.That(_health.IsAlive, Is.True);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(_health.IsAlive, Is.False);

        _health.Alpaca.Open();
        _ = _health.Current;
        Assert.That(_health.IsAlive, Is.True);
    }

    [Test]
    public void Current_SilentSession_IsDegradedAndStillAlive()
    {
        OpenAll();
        _health.IsSilent = true;
        var report = _health.Current;
        Assert.That((report.Ready, report.Status, report.ErrorClass), Is.EqualTo((false, "degraded:silent", "unknown")));
        Assert.That(report.Gates, Is.EqualTo(new Dictionary<string, bool> { ["alpaca_ws"] = false, ["kafka"] = true, ["trade_updates"] = true }));
        _time.Advance(TimeSpan.FromMinutes(30));
        _ = _health.Current;
        Assert.That(_health.IsAlive, Is.True, "A restart does not make a quiet symbol trade.");

        _health.IsSilent = false;
        Assert.That((_health.Current.Ready, _health.Current.Status), Is.EqualTo((true, "ready")));
    }

    [Test]
    public void Current_OwnTopicsNotRead_IsNotReadyForKafka()
    {
        _kafka.SchemasKnown();
        _kafka.MetadataKnown();
        _kafka.OwnTopicsUnreadable("kafka_auth");
        _health.Alpaca.Open();
        _health.TradeUpdates.Open();
        Assert.That(_health.Current.ErrorClass, Is.EqualTo("kafka_auth"));
    }

    [TestCase("1000")]
    [TestCase("90000")]
    public void KillAfter_NotLongerThanTheVenueHoldsASlot_IsRefused(string milliseconds)
    {
        var environment = new Dictionary<string, string> { ["HEALTH_NOT_READY_KILL_AFTER_MS"] = milliseconds };
        Assert.That(OptionReader.Read([typeof(HealthOptions)], environment, out var problems), Is.Null);
        Assert.That(problems.Single().Key, Is.EqualTo("HEALTH_NOT_READY_KILL_AFTER_MS"));
    }

    [TestCase(AlpacaStreamErrorKind.ConnectionLimit, "alpaca_406_second_connection")]
    [TestCase(AlpacaStreamErrorKind.Authentication, "alpaca_auth")]
    [TestCase(AlpacaStreamErrorKind.InsufficientSubscription, "alpaca_auth")]
    [TestCase(AlpacaStreamErrorKind.SymbolLimit, "alpaca_symbol_limit")]
    [TestCase(AlpacaStreamErrorKind.SlowClient, "unknown")]
    [TestCase(AlpacaStreamErrorKind.Disconnected, "unknown")]
    public void Of_EveryKind_HasAStableClass(AlpacaStreamErrorKind kind, string errorClass)
    {
        Assert.That(ErrorClasses.Of(kind), Is.EqualTo(errorClass));
        Assert.That(ErrorClasses.All, Does.Contain(errorClass));
    }

    private void OpenAll()
    {
        KafkaGood();
        _health.Alpaca.Open();
        _health.TradeUpdates.Open();
    }

    private void KafkaGood()
    {
        _kafka.SchemasKnown();
        _kafka.MetadataKnown();
        _kafka.OwnTopicsRead();
    }
}

using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Drills;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Publishing.Native;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Publishing;

/// <summary>What the client says of a record, in the counts that readiness and the flush go by. No broker is there, and none is needed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KafkaRecordProducerTests : IDisposable
{
    private const string Symbol = "AAPL";

    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly KafkaHealth _health = new(new HealthOptions(), TimeProvider.System);
    private readonly KafkaRecordProducer _producer;
    private IProducerEvents _events = null!;

    public KafkaRecordProducerTests()
    {
        var options = new PublishingOptions { Bootstrap = "127.0.0.1:1", BufferMemory = 1024 };
        var topics = new TopicNames(options);
        _producer = new KafkaRecordProducer(
            options, topics, TimeProvider.System, new WsMetrics(_registry, topics), _health, Failpoints.None, NullLogger<KafkaRecordProducer>.Instance,
            events =>
            {
                _events = events;
                return new Deaf();
            });
    }

    [Test]
    public void TryProduce_NoRoom_IsNotInFlightAndNotLost()
    {
        Assert.That(Produce(new byte[2048]), Is.False);
        Assert.That((_producer.InFlight, _health.Failures), Is.EqualTo((0, 0)));
    }

    [Test]
    public void TryProduce_Room_IsInFlightUntilItIsAcknowledged()
    {
        Assert.That(Produce(new byte[10]), Is.True);
        Assert.That(_producer.InFlight, Is.EqualTo(1));
        _events.OnDelivery(new ProduceTicket(ProduceTopic.Trades, 0), 0);
        Assert.That((_producer.InFlight, _health.Failures), Is.EqualTo((0, 0)));
    }

    [TestCase(ErrorCode.Local_MsgTimedOut, "kafka_produce")]
    [TestCase(ErrorCode.TopicAuthorizationFailed, "kafka_auth")]
    public async Task OnDelivery_GivenUp_IsAFailureAndNoSuccess(ErrorCode code, string errorClass)
    {
        Produce(new byte[10]);
        _events.OnDelivery(new ProduceTicket(ProduceTopic.Trades, 0), (int)code);
        Assert.That((_producer.InFlight, _health.Failures), Is.EqualTo((0, 1)));
        var text = await MetricsText.OfAsync(_registry);
        Assert.That(text, Does.Contain($"kafka_produce_errors_total{{topic=\"torghut.trades.v1\",error_class=\"{errorClass}\"}} 1"));
        Assert.That(text, Does.Not.Match("kafka_produce_success_total\\{[^}]*\\} [1-9]"));
    }

    /// <summary>The records that no broker takes are still there when the time is over, and that is what is said.</summary>
    [Test]
    public void Flush_NoBroker_SaysWhatIsLeft()
    {
        Produce(new byte[10]);
        using var grace = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.That(_producer.Flush(grace.Token), Is.EqualTo(1));
    }

    public void Dispose() => _producer.Dispose();

    private bool Produce(byte[] value) => _producer.TryProduce(ProduceTopic.Trades, System.Text.Encoding.UTF8.GetBytes(Symbol), value, 0);

    /// <summary>Keeps the client's own reports from the producer, so that a test alone says what became of a record.</summary>
    private sealed class Deaf : IProducerEvents
    {
        public void OnDelivery(ProduceTicket ticket, int error)
        {
        }

        public void OnError(Error error)
        {
        }

        public void OnLog(LogMessage message)
        {
        }
    }
}

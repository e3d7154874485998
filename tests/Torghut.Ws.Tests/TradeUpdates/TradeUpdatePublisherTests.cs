using Torghut.Alpaca.TradeUpdates;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.TradeUpdates;
using static Torghut.Ws.Tests.Support.PublishingStage;

namespace Torghut.Ws.Tests.TradeUpdates;

/// <summary>Order events as records: each once, every field in its place, under the account's label.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TradeUpdatePublisherTests : IDisposable
{
    private static readonly TradeUpdateMessage Fill = new()
    {
        Event = TradeUpdateEvent.PartialFill,
        EventText = "partial_fill",
        ExecutionId = "execution",
        TimestampNanos = At,
        Price = "1.25",
        Qty = "2",
        PositionQty = "-7",
        OrderId = "order",
        ClientOrderId = "client",
        Symbol = "AAPL",
        OrderStatus = "partially_filled",
        FilledQty = "3",
        FilledAvgPrice = "1.2",
        OrderJson = "{}",
    };

    private readonly Producer _producer = new();
    private readonly TradeUpdatePublisher _publisher;

    public TradeUpdatePublisherTests()
    {
        var topics = new TopicNames(new PublishingOptions());
        var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), topics);
        var time = new ManualTime();
        _publisher = new TradeUpdatePublisher(
            new RecordPublisher(_producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", metrics, TimeProvider.System),
            new TradeUpdatesOptions { AccountLabel = "live-7" },
            topics,
            metrics,
            time);
    }

    [Test]
    public async Task Publish_Fill_HasEveryFieldOfTheEvent()
    {
        Assert.That(await PublishAsync(Fill), Is.Null);
        var sent = _producer.Sent.Single();
        var update = sent.Read(RecordCodecs.TradeUpdate);
        Assert.That((sent.Topic, sent.Key), Is.EqualTo((ProduceTopic.TradeUpdates, "AAPL")));
        Assert.That(
            update with { Envelope = default },
            Is.EqualTo(new TradeUpdate(
                default, "live-7", "partial_fill", "execution", "order", "client", "partially_filled", "1.25", "2", "-7", "3", "1.2", "{}")));
        Assert.That((update.Envelope.EventTs, update.Envelope.Channel, update.Envelope.IsFinal), Is.EqualTo((At, Channels.TradeUpdates, true)));
    }

    /// <summary>A venue sends what it is not sure to have sent again; the second of two fills of one instant is another fill.</summary>
    [Test]
    public async Task Publish_SameEventAgain_IsPublishedOnce()
    {
        var accepted = Fill with { EventText = "new", Event = TradeUpdateEvent.New, ExecutionId = null };
        foreach (var update in new[] { Fill, Fill, Fill with { ExecutionId = "another" }, accepted, accepted, accepted with { OrderId = "other" } })
        {
            await PublishAsync(update);
        }

        Assert.That(_producer.Read(ProduceTopic.TradeUpdates, RecordCodecs.TradeUpdate).Select(update => (update.ExecutionId, update.OrderId)), Is.EqualTo(new[]
        {
            ("execution", "order"), ("another", "order"), (null, "order"), (null, "other"),
        }));
    }

    [Test]
    public async Task Publish_QueueFull_WaitsForRoom()
    {
        _producer.Refusals = 3;
        await PublishAsync(Fill);
        Assert.That((_producer.Taken, _producer.Refusals), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Publish_NoSymbol_IsRefusedAndNotRemembered()
    {
        Assert.That(await PublishAsync(Fill with { Symbol = "aapl!" }), Is.EqualTo("bad_symbol"));
        await PublishAsync(Fill);
        Assert.That(_producer.Taken, Is.EqualTo(1));
    }

    public void Dispose() => _producer.Dispose();

    private Task<string?> PublishAsync(TradeUpdateMessage update) => _publisher.PublishAsync(update, CancellationToken.None);
}

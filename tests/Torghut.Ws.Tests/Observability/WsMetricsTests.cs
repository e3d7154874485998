using Torghut.Common.Health;
using Torghut.Common.Kafka;
using Torghut.Testing;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Observability;

/// <summary>The service's metrics are those on file, which dashboards and alerts use.</summary>
public sealed class WsMetricsTests
{
    private readonly GoldenMetrics _golden = new("Torghut.Ws.Tests");

    [Test]
    public async Task Page_FreshAndUsed_IsTheGoldenOne()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new WsMetrics(registry, new TopicNames(new PublishingOptions()));
        Assert.That(await _golden.CheckFreshAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
        UseAll(metrics);
        Assert.That(await _golden.CheckUsedAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
    }

    [Test]
    public void Registries_OfTwoHosts_ShareNothing()
    {
        var topics = new TopicNames(new PublishingOptions());
        var (one, other) = (Prometheus.Metrics.NewCustomRegistry(), Prometheus.Metrics.NewCustomRegistry());
        new WsMetrics(one, topics).Connected();
        new WsMetrics(other, topics).Reconnecting();
        Assert.Multiple(async () =>
        {
            Assert.That(await RegistryPage.ReadAsync(one), Does.Contain("connect_success_total 1\n").And.Contain("reconnects_total 0\n"));
            Assert.That(await RegistryPage.ReadAsync(other), Does.Contain("connect_success_total 0\n").And.Contain("reconnects_total 1\n"));
        });
    }

    [Test]
    public void Message_Counted_AllocatesNothing()
    {
        var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), new TopicNames(new PublishingOptions()));
        Message(metrics);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Message(metrics);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Message(WsMetrics metrics)
    {
        metrics.Received(MessageChannel.Trades);
        metrics.Lagged(MessageChannel.Trades, 20_000_000);
        metrics.Dropped(MessageChannel.Trades);
        metrics.Produced(ProduceTopic.Trades, TimeSpan.FromMilliseconds(2));
    }

    private static void UseAll(WsMetrics metrics)
    {
        metrics.Connected();
        metrics.SessionFailed(ErrorClasses.Authentication);
        metrics.Reconnecting();
        metrics.Received(MessageChannel.Trades);
        metrics.Lagged(MessageChannel.Trades, 20_000_000);
        metrics.Dropped(MessageChannel.Quotes);
        metrics.Rejected("malformed");
        metrics.Produced(ProduceTopic.Trades, TimeSpan.FromMilliseconds(2));
        metrics.ProduceFailed(ProduceTopic.Quotes, KafkaErrorClass.Metadata);
        metrics.UniversePolled(true);
        metrics.UniversePolled(false);
        metrics.BackfilledBar();
        metrics.BackfilledTrade();
        metrics.BackfillFailed();
        metrics.CorporateAction("split");
        metrics.CorporateActionsPolled(succeeded: true);
        metrics.Subscribed(7);
        metrics.UnknownFields(3);
        metrics.WaitedForRoom();
        metrics.Readiness(ReadinessReport.Of("kafka_auth", ("alpaca_ws", true), ("kafka", false), ("trade_updates", true)));
    }
}

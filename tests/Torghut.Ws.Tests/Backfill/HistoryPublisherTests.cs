using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Data;
using Torghut.Common.Drills;
using Torghut.Contracts.Time;
using Torghut.Ws.Backfill;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Backfill;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryPublisherTests
{
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();

    [TestCase(null, 1)]
    [TestCase("corrected", 1)]
    [TestCase("canceled", 0)]
    [TestCase("incorrect", 0)]
    public async Task PublishAsync_TradeTakenBack_IsLeftOut(string? update, int published)
    {
        using var producer = new Producer();
        var history = Make(producer);
        await history.PublishAsync(Trade(1, update), CancellationToken.None);

        Assert.That((producer.Taken, history.Trades), Is.EqualTo((published, published)));
    }

    [Test]
    public async Task PublishAsync_SameItemsAgain_AreLeftOut()
    {
        using var producer = new Producer();
        var history = Make(producer);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await history.PublishAsync(Trade(1), CancellationToken.None);
            await history.PublishAsync(Trade(2), CancellationToken.None);
            await history.PublishAsync(new AlpacaBar("AAPL", 1_775_482_200_000_000_000, 1, 2, 1, 2, 10, 3, 1.5), CancellationToken.None);
        }

        Assert.That((producer.Taken, history.Trades, history.Bars), Is.EqualTo((3, 2, 1)));
    }

    [Test]
    public async Task PublishAsync_QueueFull_WaitsForRoom()
    {
        using var producer = new Producer { Refusals = 3 };
        await Make(producer).PublishAsync(Trade(1), CancellationToken.None);

        Assert.That((producer.Taken, producer.Refusals), Is.EqualTo((1, 0)));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain("torghut_ws_full_queue_waits_total 3"));
    }

    [TestCase("AAPL", 10, 60, "event_ahead", Description = "a minute ahead of its own receipt")]
    [TestCase("AAPL", 1e9, 0, "out_of_range")]
    [TestCase("AAPL\r\nX", 10, 0, "bad_symbol")]
    public async Task PublishAsync_WhatCannotBeMarketData_IsCountedAndLeftOut(string symbol, double price, int secondsAhead, string reason)
    {
        using var producer = new Producer();
        var history = Make(producer);
        var at = Nanos.Now(TimeProvider.System) + (secondsAhead * Nanos.PerSecond);
        await history.PublishAsync(Trade(1) with { Symbol = symbol, Price = price, TimestampNanos = at }, CancellationToken.None);
        await history.PublishAsync(new AlpacaBar(symbol, at, price, price, price, price, 10, 3, null), CancellationToken.None);
        await history.PublishAsync(Trade(2), CancellationToken.None);

        Assert.That((producer.Taken, history.Trades, history.Bars), Is.EqualTo((1, 1, 0)));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain($"torghut_ws_parse_errors_total{{reason=\"{reason}\"}} 2"));
    }

    private HistoryPublisher Make(IRecordProducer producer)
    {
        var metrics = new WsMetrics(_registry, new TopicNames(new PublishingOptions()));
        var publisher = new RecordPublisher(producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", metrics, TimeProvider.System);
        var rejections = new RejectionLog(metrics, TimeProvider.System, NullLogger<RejectionLog>.Instance);
        return new HistoryPublisher(publisher, new GapDedupSet(), rejections, Failpoints.None, metrics, TimeProvider.System);
    }

    private static AlpacaTrade Trade(long id, string? update = null) => new("AAPL", 1_775_482_200_000_000_000, id, 10, 1, "V", ["@"], "C", update);
}

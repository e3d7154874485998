using Torghut.Alpaca.Data;
using Torghut.Common.Drills;
using Torghut.Ws.Backfill;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Backfill;

public sealed class HistoryPublisherTests
{
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
            await history.PublishAsync(new AlpacaBar("AAPL", 60_000_000_000, 1, 2, 1, 2, 10, 3, 1.5), CancellationToken.None);
        }

        Assert.That((producer.Taken, history.Trades, history.Bars), Is.EqualTo((3, 2, 1)));
    }

    [Test]
    public async Task PublishAsync_QueueFull_WaitsForRoom()
    {
        using var producer = new Producer { Refusals = 3 };
        await Make(producer).PublishAsync(Trade(1), CancellationToken.None);

        Assert.That((producer.Taken, producer.Refusals), Is.EqualTo((1, 0)));
    }

    private static HistoryPublisher Make(IRecordProducer producer)
    {
        var publisher = new RecordPublisher(producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", TimeProvider.System);
        var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), new TopicNames(new PublishingOptions()));
        return new HistoryPublisher(publisher, new GapDedupSet(), Failpoints.None, metrics, TimeProvider.System);
    }

    private static AlpacaTrade Trade(long id, string? update = null) => new("AAPL", 1_000_000_000, id, 10, 1, "V", ["@"], "C", update);
}

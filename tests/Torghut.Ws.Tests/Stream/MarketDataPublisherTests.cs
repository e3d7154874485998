using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Streaming;
using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Stream;

/// <summary>The socket's side of a gap: what history brought already is not published again.</summary>
public sealed class MarketDataPublisherTests
{
    private static readonly TradeMessage Trade = new("AAPL", 7, 10, 1, "V", ["@"], "C", 1_775_482_200_000_000_000);

    private readonly ManualTime _time = new();

    [TestCase(false)]
    [TestCase(true)]
    public async Task OnTrade_HistoryBroughtItBefore_IsARepetition(bool gapWasRead)
    {
        using var producer = new Producer();
        using var gaps = new GapTracker(new BackfillOptions { Trades = true }, _time);
        gaps.Close(["AAPL"]);
        var gap = await gaps.NextAsync(CancellationToken.None);
        gap.Published.Add(DedupKey.Of(Trade));
        if (gapWasRead)
        {
            gaps.Done(gap);
        }

        Offer(Make(producer, gaps));

        Assert.That(producer.Taken, Is.Zero);
    }

    [Test]
    public async Task OnTrade_QueueFullInAGap_IsPublishedWhenOfferedAgainAndLeftOutOfHistory()
    {
        using var producer = new Producer { Refusals = 1 };
        using var gaps = new GapTracker(new BackfillOptions { Trades = true }, _time);
        gaps.Close(["AAPL"]);
        var gap = await gaps.NextAsync(CancellationToken.None);
        var messages = Make(producer, gaps);

        Offer(messages);
        Assert.That((messages.IsBlocked, producer.Taken), Is.EqualTo((true, 0)));
        Offer(messages);

        Assert.That((messages.IsBlocked, producer.Taken), Is.EqualTo((false, 1)));
        Assert.That(gap.Published.Add(DedupKey.Of(Trade)), Is.False);
    }

    private static void Offer(MarketDataPublisher messages)
    {
        messages.BeginFrame(Trade.TimestampNanos, 0);
        messages.BeginMessage();
        messages.OnTrade(Trade);
    }

    private MarketDataPublisher Make(Producer producer, GapTracker gaps)
    {
        var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), new TopicNames(new PublishingOptions()));
        return new MarketDataPublisher(
            new RecordPublisher(producer, SchemaIds.Of([1, 2, 3, 4, 5]), "iex", metrics, _time),
            new DedupWindow(new DedupOptions(), _time),
            metrics,
            new RejectionLog(metrics, _time, NullLogger<RejectionLog>.Instance),
            gaps: gaps);
    }
}

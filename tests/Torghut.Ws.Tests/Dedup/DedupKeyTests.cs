using Torghut.Alpaca.Streaming;
using Torghut.Contracts.Records;
using Torghut.Ws.Dedup;
using PublishedTrade = Torghut.Contracts.Records.Trade;

namespace Torghut.Ws.Tests.Dedup;

public sealed class DedupKeyTests
{
    private const long Day = 86_400_000_000_000;

    private static readonly TradeMessage Trade = new("AAPL", 628, 162.92, 3, "K", ["@"], "C", Day * 20_549);
    private static readonly QuoteMessage Quote = new("AAPL", 162.91, 100, "K", 162.93, 200, "Q", ["R"], "C", Day * 20_549);
    private static readonly BarMessage Bar = new(BarKind.Minute, "AAPL", 1, 2, 0.5, 1.5, 100, 7, 1.2, Day * 20_549);

    [Test]
    public void Of_TradeOfTheSameDayVenueAndId_IsTheSameWhateverElse() =>
        Assert.That(DedupKey.Of(Trade with { Price = 1, TimestampNanos = Trade.TimestampNanos + 1 }), Is.EqualTo(DedupKey.Of(Trade)));

    [Test]
    public void Of_TradeThatDiffersInItsKey_IsAnother()
    {
        TradeMessage[] others = [Trade with { Symbol = "MSFT" }, Trade with { Id = 629 }, Trade with { Exchange = "V" },
            Trade with { TimestampNanos = Trade.TimestampNanos + Day }];

        Assert.That(others.Select(other => DedupKey.Of(other)), Has.None.EqualTo(DedupKey.Of(Trade)));
    }

    /// <summary>What an earlier run put into the topic is compared with what comes now: the day is that of the trade, not of its receipt.</summary>
    [Test]
    public void Of_TradeReadBackFromItsTopic_IsTheMessages()
    {
        var envelope = new Envelope(Trade.TimestampNanos + Day, Trade.TimestampNanos, "iex", Channels.Trades, "AAPL", 1, true, Sources.WebSocket, null);
        var published = new PublishedTrade(envelope, Trade.Id, Trade.Price, Trade.Size, Trade.Exchange, Trade.Conditions, Trade.Tape);
        Assert.That(DedupKey.Of(published), Is.EqualTo(DedupKey.Of(Trade)));
    }

    [Test]
    public void Of_QuoteWithEqualContentInOtherObjects_IsTheSame() =>
        Assert.That(DedupKey.Of(Quote with { Conditions = new List<string> { "R" } }), Is.EqualTo(DedupKey.Of(Quote)));

    [Test]
    public void Of_QuoteThatDiffersAnywhere_IsAnother()
    {
        QuoteMessage[] others =
        [
            Quote with { Symbol = "MSFT" }, Quote with { TimestampNanos = Quote.TimestampNanos + 1 }, Quote with { BidPrice = 162.9 },
            Quote with { BidSize = 101 },
            Quote with { AskPrice = 163 }, Quote with { AskSize = 201 }, Quote with { BidExchange = "V" }, Quote with { AskExchange = "V" },
            Quote with { Tape = "A" },
            Quote with { Conditions = ["R", "A"] },
        ];

        Assert.That(others.Select(other => DedupKey.Of(other)), Has.None.EqualTo(DedupKey.Of(Quote)));
        Assert.That(others.Select(other => DedupKey.Of(other)), Is.Unique);
    }

    [Test]
    public void Of_BarThatDiffersAnywhere_IsAnother()
    {
        BarMessage[] others =
        [
            Bar with { Symbol = "MSFT" }, Bar with { TimestampNanos = Bar.TimestampNanos + 1 }, Bar with { Open = 1.1 }, Bar with { High = 2.1 },
            Bar with { Low = 0.4 }, Bar with { Close = 1.6 }, Bar with { Volume = 101 }, Bar with { TradeCount = 8 }, Bar with { Vwap = 1.3 },
        ];

        Assert.That(others.Select(other => DedupKey.Of(other)), Has.None.EqualTo(DedupKey.Of(Bar)));
        Assert.That(others.Select(other => DedupKey.Of(other)), Is.Unique);
    }

    [Test]
    public void Of_BarAndItsUpdate_AreDifferent() =>
        Assert.That(DedupKey.Of(Bar with { Kind = BarKind.Updated }), Is.Not.EqualTo(DedupKey.Of(Bar)));

    [Test]
    public void Of_TwoUpdatesOfOneMinute_AreDifferent() =>
        Assert.That(DedupKey.Of(Bar with { Kind = BarKind.Updated, Volume = 101 }), Is.Not.EqualTo(DedupKey.Of(Bar with { Kind = BarKind.Updated })));
}

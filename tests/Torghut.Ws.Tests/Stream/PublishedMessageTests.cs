using Torghut.Alpaca.Streaming;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Records;
using Torghut.Ws.Publishing;
using Torghut.Ws.Tests.Support;
using static Torghut.Ws.Tests.Support.PublishingStage;

namespace Torghut.Ws.Tests.Stream;

/// <summary>What each message of the socket looks like as a record, and which of two messages is a repetition.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PublishedMessageTests : IDisposable
{
    private readonly PublishingStage _stage = new();

    [Test]
    public void OnTrade_Record_HasEveryFieldOfTheMessage()
    {
        _stage.Offer(to => to.OnTrade(new TradeMessage("AAPL", 7, 10.5, 3, "V", ["@", "I"], "C", At)));
        var trade = _stage.Producer.Read(ProduceTopic.Trades, RecordCodecs.Trade).Single();
        Assert.That(_stage.Producer.Sent.Single().Key, Is.EqualTo("AAPL"));
        Assert.That(trade.Envelope, Is.EqualTo(Envelope(Channels.Trades)));
        Assert.That((trade.Id, trade.Price, trade.Size, trade.Exchange, trade.Tape), Is.EqualTo((7, 10.5, 3, "V", "C")));
        Assert.That(trade.Conditions, Is.EqualTo(new[] { "@", "I" }));
        Assert.That((trade.Original, trade.CancelAction), Is.EqualTo(((OriginalTrade?)null, (string?)null)));
    }

    [Test]
    public void OnQuote_Record_HasEveryFieldOfTheMessage()
    {
        _stage.Offer(to => to.OnQuote(Quote(bid: 10, ask: 11)));
        var quote = _stage.Producer.Read(ProduceTopic.Quotes, RecordCodecs.Quote).Single();
        Assert.That(quote.Envelope, Is.EqualTo(Envelope(Channels.Quotes)));
        Assert.That((quote.BidPrice, quote.BidSize, quote.BidExchange), Is.EqualTo((10.0, 1.0, "V")));
        Assert.That((quote.AskPrice, quote.AskSize, quote.AskExchange), Is.EqualTo((11.0, 2.0, "P")));
        Assert.That((quote.Conditions[0], quote.Tape), Is.EqualTo(("R", "A")));
    }

    [TestCase(BarKind.Minute, Channels.Bars, false)]
    [TestCase(BarKind.Updated, Channels.UpdatedBars, true)]
    public void OnBar_OfAMinute_IsFinalOnlyAsItsRevision(BarKind kind, string channel, bool isFinal)
    {
        _stage.Offer(to => to.OnBar(Bar(kind)));
        var bar = _stage.Producer.Read(ProduceTopic.Bars, RecordCodecs.Bar).Single();
        Assert.That(bar.Envelope, Is.EqualTo(Envelope(channel) with { IsFinal = isFinal }));
        Assert.That((bar.Open, bar.High, bar.Low, bar.Close), Is.EqualTo((10, 13, 9, 12)));
        Assert.That((bar.Volume, bar.TradeCount, bar.Vwap, bar.IsUpdate), Is.EqualTo((100, 5, 11.5, isFinal)));
    }

    [Test]
    public void OnBar_OfADay_IsNotPublished()
    {
        _stage.Offer(to => to.OnBar(Bar(BarKind.Daily)));
        Assert.That(_stage.Producer.Taken, Is.Zero);
    }

    [Test]
    public void OnBar_RevisionEqualToTheFirst_IsNoRepetition()
    {
        _stage.Offer(to => to.OnBar(Bar(BarKind.Minute)));
        _stage.Offer(to => to.OnBar(Bar(BarKind.Updated)));
        _stage.Offer(to => to.OnBar(Bar(BarKind.Updated)));
        Assert.That(_stage.Producer.Taken, Is.EqualTo(2));
    }

    [Test]
    public void OnCorrection_Record_IsTheCorrectedTradeAndNamesTheOriginal()
    {
        _stage.Offer(to => to.OnCorrection(new CorrectionMessage("AAPL", "V", 1, 10, 100, ["@"], 2, 20, 200, ["I"], "B", At)));
        var trade = _stage.Producer.Read(ProduceTopic.Trades, RecordCodecs.Trade).Single();
        Assert.That(trade.Envelope, Is.EqualTo(Envelope(Channels.Corrections)));
        Assert.That((trade.Id, trade.Price, trade.Size, trade.Exchange, trade.Tape), Is.EqualTo((2, 20, 200, "V", "B")));
        Assert.That((trade.Original!.Value.Id, trade.Original.Value.Price, trade.Original.Value.Size), Is.EqualTo((1, 10, 100)));
        Assert.That((trade.Conditions[0], trade.Original.Value.Conditions[0]), Is.EqualTo(("I", "@")));
    }

    [Test]
    public void OnCancel_Record_IsTheTradeWithTheAction()
    {
        _stage.Offer(to => to.OnCancel(new CancelMessage("AAPL", 7, 10, 3, "V", "C", "A", At)));
        var trade = _stage.Producer.Read(ProduceTopic.Trades, RecordCodecs.Trade).Single();
        Assert.That(trade.Envelope, Is.EqualTo(Envelope(Channels.CancelErrors)));
        Assert.That((trade.Id, trade.Price, trade.Size, trade.CancelAction, trade.Tape), Is.EqualTo((7, 10, 3, "C", "A")));
        Assert.That(trade.Original, Is.Null);
    }

    [Test]
    public void Records_OfOneFrame_HaveRisingNumbers()
    {
        for (var id = 1; id <= 3; id++)
        {
            _stage.Offer(to => to.OnTrade(new TradeMessage("AAPL", id, 10.5, 3, "V", [], "C", At)));
        }

        var numbers = _stage.Producer.Read(ProduceTopic.Trades, RecordCodecs.Trade).Select(trade => trade.Envelope.Seq);
        Assert.That(numbers, Is.EqualTo(new[] { Received, Received + 1, Received + 2 }));
    }

    /// <summary>Feeds with coarse clocks move a quote away and back within an instant: readers must end with the one that came last.</summary>
    [TestCase("AB", "AB")]
    [TestCase("AA", "A")]
    [TestCase("ABA", "ABA")]
    [TestCase("ABAA", "ABA")]
    [TestCase("ABABA", "ABABA")]
    public void OnQuote_WithinOneInstant_EveryChangeIsPublished(string quotes, string published)
    {
        foreach (var letter in quotes)
        {
            _stage.Offer(to => to.OnQuote(Quote(bid: letter, ask: 100)));
        }

        Assert.That(_stage.Producer.Read(ProduceTopic.Quotes, RecordCodecs.Quote).Select(quote => (char)quote.BidPrice), Is.EqualTo(published));
    }

    [Test]
    public void OnQuote_OfAnotherSymbolInBetween_IsNoChange()
    {
        foreach (var symbol in new[] { "AAPL", "MSFT", "AAPL" })
        {
            _stage.Offer(to => to.OnQuote(Quote(10, 11) with { Symbol = symbol }));
        }

        Assert.That(_stage.Producer.Sent.Select(record => record.Key), Is.EqualTo(new[] { "AAPL", "MSFT" }));
    }

    [Test]
    public void OnQuote_QueueFull_IsPublishedWhenOfferedAgain()
    {
        _stage.Producer.Refusals = 1;
        _stage.Offer(to => to.OnQuote(Quote(10, 11)));
        Assert.That(_stage.Messages.IsBlocked, Is.True);
        _stage.Offer(to => to.OnQuote(Quote(10, 11)));
        Assert.That((_stage.Messages.IsBlocked, _stage.Producer.Taken), Is.EqualTo((false, 1)));
    }

    /// <summary>Each of these differs from the first in what makes another trade of it.</summary>
    [TestCase("MSFT", 7, "V", 0)]
    [TestCase("AAPL", 8, "V", 0)]
    [TestCase("AAPL", 7, "P", 0)]
    [TestCase("AAPL", 7, "V", -1)]
    public void OnTrade_OtherSymbolIdVenueOrDay_IsAnotherTrade(string symbol, int id, string exchange, int days)
    {
        _stage.Offer(to => to.OnTrade(new TradeMessage("AAPL", 7, 10, 1, "V", [], "C", At)));
        _stage.Offer(to => to.OnTrade(new TradeMessage(symbol, id, 10, 1, exchange, [], "C", At + (days * 86_400_000_000_000))));
        Assert.That(_stage.Producer.Taken, Is.EqualTo(2));
    }

    [Test]
    public async Task Dropped_Repetition_IsCountedAsReceivedAndDropped()
    {
        for (var i = 0; i < 3; i++)
        {
            _stage.Offer(to => to.OnTrade(new TradeMessage("AAPL", 7, 10, 1, "V", [], "C", At)));
        }

        var text = await MetricsText.OfAsync(_stage.Registry);
        Assert.That(text, Does.Contain("provider_messages_total{channel=\"trades\"} 3").And.Contain("dedup_drops_total{channel=\"trades\"} 2"));
    }

    public void Dispose() => _stage.Dispose();

    private static Envelope Envelope(string channel) => new(Received, At, "iex", channel, "AAPL", Received, true, Sources.WebSocket, null);

    private static QuoteMessage Quote(double bid, double ask) => new("AAPL", bid, 1, "V", ask, 2, "P", ["R"], "A", At);

    private static BarMessage Bar(BarKind kind) => new(kind, "AAPL", 10, 13, 9, 12, 100, 5, 11.5, At);
}

using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Stream;

/// <summary>
/// Takes a frame's messages one by one: put into their envelope, refused when they cannot be market data, deduplicated, published. When Kafka's
/// queue is full the message is left alone and <see cref="IsBlocked"/> is set; the caller waits and has the same message parsed again.
/// </summary>
internal sealed class MarketDataPublisher(
    RecordPublisher publisher, DedupWindow dedup, WsMetrics metrics, RejectionLog rejections, string source = Sources.WebSocket, GapTracker? gaps = null)
        : IMarketDataHandler
{
    private readonly LatestQuotes _latestQuotes = new();
    private long _ingestNanos;
    private long _startedAt;

    /// <summary>Whether the last message found no room and must be offered again.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Whether the frame held anything but control messages.</summary>
    public bool SawData { get; private set; }

    /// <summary>Control messages of the frame, for the session.</summary>
    public Queue<ControlMessage> Controls { get; } = new();

    /// <param name="ingestNanos">When the frame was received, nanoseconds since the Unix epoch, UTC.</param>
    /// <param name="startedAt">The same as <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void BeginFrame(long ingestNanos, long startedAt)
    {
        _ingestNanos = ingestNanos;
        _startedAt = startedAt;
        SawData = false;
    }

    /// <summary>What was published shortly before now.</summary>
    public IEnumerable<DedupKey> Recent => dedup.Remembered();

    /// <summary>To be called before a message is offered.</summary>
    public void BeginMessage() => IsBlocked = false;

    public void OnTrade(in TradeMessage trade)
    {
        var envelope = publisher.Envelope(_ingestNanos, trade.TimestampNanos, Channels.Trades, trade.Symbol, true, source);
        var record = new Trade(envelope, trade.Id, trade.Price, trade.Size, trade.Exchange, trade.Conditions, trade.Tape);
        if (IsRefused(RecordBounds.RefusalOf(record), envelope))
        {
            return;
        }

        var key = DedupKey.Of(trade);
        if (IsRepeated(key, MessageChannel.Trades))
        {
            return;
        }

        // Noted before it is published: history may bring the same trade at the same time.
        var dedupSet = gaps?.DedupSetFor(trade.TimestampNanos);
        if (dedupSet?.Add(key) == false)
        {
            Drop(MessageChannel.Trades);
            return;
        }

        Done(publisher.TryPublish(record, _startedAt), key, MessageChannel.Trades, trade.TimestampNanos);
        if (IsBlocked)
        {
            dedupSet?.Remove(key);
        }
    }

    public void OnQuote(in QuoteMessage quote)
    {
        var envelope = publisher.Envelope(_ingestNanos, quote.TimestampNanos, Channels.Quotes, quote.Symbol, true, source);
        var record = new Quote(
            envelope, quote.BidPrice, quote.BidSize, quote.BidExchange, quote.AskPrice, quote.AskSize, quote.AskExchange, quote.Conditions, quote.Tape);
        if (IsRefused(RecordBounds.RefusalOf(record), envelope))
        {
            return;
        }

        var key = DedupKey.Of(quote);
        if (!_latestQuotes.IsChange(key) && IsRepeated(key, MessageChannel.Quotes))
        {
            return;
        }

        Done(publisher.TryPublish(record, _startedAt), key, MessageChannel.Quotes, quote.TimestampNanos);
        if (!IsBlocked)
        {
            _latestQuotes.Mark(key);
        }
    }

    public void OnBar(in BarMessage bar)
    {
        if (bar.Kind == BarKind.Daily)
        {
            Count(MessageChannel.DailyBars);
            return;
        }

        // A minute's first bar may be revised half a minute later; its revision is the last word.
        var isUpdate = bar.Kind == BarKind.Updated;
        var envelope = publisher.Envelope(
            _ingestNanos, bar.TimestampNanos, isUpdate ? Channels.UpdatedBars : Channels.Bars, bar.Symbol, isUpdate, source);
        var record = new Bar(envelope, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.TradeCount, bar.Vwap, isUpdate);
        if (IsRefused(RecordBounds.RefusalOf(record), envelope))
        {
            return;
        }

        var channel = isUpdate ? MessageChannel.UpdatedBars : MessageChannel.Bars;
        var key = DedupKey.Of(bar);
        if (IsRepeated(key, channel))
        {
            return;
        }

        Done(publisher.TryPublish(record, _startedAt), key, channel, bar.TimestampNanos);
    }

    public void OnCorrection(in CorrectionMessage correction)
    {
        var envelope = publisher.Envelope(_ingestNanos, correction.TimestampNanos, Channels.Corrections, correction.Symbol, true, source);
        var original = new OriginalTrade(
            correction.OriginalId, correction.OriginalPrice, correction.OriginalSize, correction.OriginalConditions);
        var record = new Trade(
            envelope,
            correction.CorrectedId,
            correction.CorrectedPrice,
            correction.CorrectedSize,
            correction.Exchange,
            correction.CorrectedConditions,
            correction.Tape,
            original);
        if (IsRefused(RecordBounds.RefusalOf(record), envelope))
        {
            return;
        }

        var key = DedupKey.Of(correction);
        if (IsRepeated(key, MessageChannel.Corrections))
        {
            return;
        }

        Done(publisher.TryPublish(record, _startedAt), key, MessageChannel.Corrections, correction.TimestampNanos);
    }

    public void OnCancel(in CancelMessage cancel)
    {
        var envelope = publisher.Envelope(_ingestNanos, cancel.TimestampNanos, Channels.CancelErrors, cancel.Symbol, true, source);
        var record = new Trade(envelope, cancel.Id, cancel.Price, cancel.Size, cancel.Exchange, [], cancel.Tape, null, cancel.Action);
        if (IsRefused(RecordBounds.RefusalOf(record), envelope))
        {
            return;
        }

        var key = DedupKey.Of(cancel);
        if (IsRepeated(key, MessageChannel.CancelErrors))
        {
            return;
        }

        Done(publisher.TryPublish(record, _startedAt), key, MessageChannel.CancelErrors, cancel.TimestampNanos);
    }

    public void OnStatus(in StatusMessage status) => Count(MessageChannel.Statuses);

    public void OnLuld(in LuldMessage luld) => Count(MessageChannel.Lulds);

    public void OnControl(ControlMessage control) => Controls.Enqueue(control);

    public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message)
    {
        SawData = true;
        rejections.Tell(reason, message);
    }

    private bool IsRefused(string? reason, in Envelope envelope)
    {
        SawData |= reason is not null;
        return rejections.Refuses(reason, envelope);
    }

    private bool IsRepeated(in DedupKey key, MessageChannel channel)
    {
        SawData = true;
        if (!dedup.Contains(key, _startedAt))
        {
            return false;
        }

        Drop(channel);
        return true;
    }

    private void Drop(MessageChannel channel)
    {
        metrics.Received(channel);
        metrics.Dropped(channel);
    }

    private void Done(bool accepted, in DedupKey key, MessageChannel channel, long eventNanos)
    {
        if (!accepted)
        {
            IsBlocked = true;
            return;
        }

        dedup.Mark(key, _startedAt);
        SawData = true;
        metrics.Received(channel);
        metrics.Lagged(channel, _ingestNanos - eventNanos);
    }

    private void Count(MessageChannel channel)
    {
        SawData = true;
        metrics.Received(channel);
    }
}

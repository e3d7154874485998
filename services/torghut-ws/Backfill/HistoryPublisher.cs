using Torghut.Alpaca.Data;
using Torghut.Alpaca.Streaming;
using Torghut.Common.Drills;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Dedup;
using Torghut.Ws.Drills;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Backfill;

/// <summary>Puts items from history on the topics, each once in a gap, and waits when Kafka's queue is full.</summary>
internal sealed class HistoryPublisher(
    RecordPublisher publisher, GapDedupSet published, RejectionLog rejections, Failpoints failpoints, WsMetrics metrics, TimeProvider time)
{
    private readonly HashSet<(string Symbol, long Nanos)> _bars = [];

    public long Bars { get; private set; }

    public long Trades { get; private set; }

    /// <summary>A bar that also came on the socket does no harm: readers key bars by symbol and time.</summary>
    public async Task PublishAsync(AlpacaBar bar, CancellationToken cancellationToken)
    {
        var envelope = publisher.Envelope(Nanos.Now(time), bar.TimestampNanos, Channels.Bars, bar.Symbol, true, Sources.Rest);
        var record = new Bar(envelope, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.TradeCount, bar.Vwap, false);
        if (rejections.Refuses(RecordBounds.RefusalOf(record), envelope) || !_bars.Add((bar.Symbol, bar.TimestampNanos)))
        {
            return;
        }

        await publisher.PublishAsync(record, time.GetTimestamp(), cancellationToken);
        metrics.BackfilledBar();
        Bars++;
        await failpoints.HitAsync(FailpointNames.DuringBackfill);
    }

    /// <summary>A trade that was taken back since is left out: the socket's cancellation had no trade to follow.</summary>
    public async Task PublishAsync(AlpacaTrade trade, CancellationToken cancellationToken)
    {
        var envelope = publisher.Envelope(Nanos.Now(time), trade.TimestampNanos, Channels.Trades, trade.Symbol, true, Sources.Rest);
        var record = new Trade(envelope, trade.Id, trade.Price, trade.Size, trade.Exchange, trade.Conditions, trade.Tape);
        var key = DedupKey.Of(new TradeMessage(
            trade.Symbol, trade.Id, trade.Price, trade.Size, trade.Exchange, trade.Conditions, trade.Tape, trade.TimestampNanos));
        if (trade.Update is "canceled" or "incorrect" || rejections.Refuses(RecordBounds.RefusalOf(record), envelope) || !published.Add(key))
        {
            return;
        }

        await publisher.PublishAsync(record, time.GetTimestamp(), cancellationToken);
        metrics.BackfilledTrade();
        Trades++;
        await failpoints.HitAsync(FailpointNames.DuringBackfill);
    }
}

using Torghut.Alpaca.Streaming;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Ws.Dedup;

/// <summary>What makes two messages the same: trades by (symbol, day, exchange, id), quotes and bars by (symbol, time) and content.</summary>
internal readonly record struct DedupKey(DedupKind Kind, string Symbol, string Exchange, long First, long Second, long Content)
{
    /// <summary>Asked for at every look and mark, so made once.</summary>
    private readonly int _hash = Mix(Kind, Symbol, First, Second, Content);

    public static DedupKey Of(in TradeMessage trade) =>
        new(DedupKind.Trade, trade.Symbol, trade.Exchange, trade.TimestampNanos / Nanos.PerDay, trade.Id, 0);

    public static DedupKey Of(in Trade trade) =>
        new(DedupKind.Trade, trade.Envelope.Symbol, trade.Exchange, trade.Envelope.EventTs / Nanos.PerDay, trade.Id, 0);

    public static DedupKey Of(in QuoteMessage quote) => new(
        DedupKind.Quote,
        quote.Symbol,
        "",
        quote.TimestampNanos,
        0,
        ContentHash.Start.Add(quote.BidPrice).Add(quote.BidSize).Add(quote.AskPrice).Add(quote.AskSize)
            .Add(quote.BidExchange).Add(quote.AskExchange).Add(quote.Tape).Add(quote.Conditions).Value);

    public static DedupKey Of(in BarMessage bar) => new(
        bar.Kind == BarKind.Updated ? DedupKind.UpdatedBar : DedupKind.Bar,
        bar.Symbol,
        "",
        bar.TimestampNanos,
        bar.TradeCount,
        ContentHash.Start.Add(bar.Open).Add(bar.High).Add(bar.Low).Add(bar.Close).Add(bar.Volume).Add(bar.Vwap ?? -1).Value);

    public static DedupKey Of(in CorrectionMessage correction) => new(
        DedupKind.Correction,
        correction.Symbol,
        correction.Exchange,
        correction.OriginalId,
        correction.CorrectedId,
        ContentHash.Start.Add(correction.TimestampNanos).Add(correction.CorrectedPrice).Add(correction.CorrectedSize).Value);

    public static DedupKey Of(in CancelMessage cancel) =>
        new(DedupKind.Cancel, cancel.Symbol, cancel.Exchange, cancel.TimestampNanos / Nanos.PerDay, cancel.Id, 0);

    public override int GetHashCode() => _hash;

    /// <summary>Few bits of each part suffice to spread the keys; equality looks at all of them.</summary>
    private static int Mix(DedupKind kind, string symbol, long first, long second, long content)
    {
        unchecked
        {
            var hash = (ulong)kind;
            foreach (var character in symbol)
            {
                hash = (hash * 31) + character;
            }

            hash = (hash ^ (ulong)first) * 0x9E37_79B9_7F4A_7C15;
            hash = (hash ^ (hash >> 29) ^ (ulong)second) * 0xC2B2_AE3D_27D4_EB4F;
            hash = (hash ^ (hash >> 29) ^ (ulong)content) * 0x9E37_79B9_7F4A_7C15;
            return (int)(hash >> 32);
        }
    }
}

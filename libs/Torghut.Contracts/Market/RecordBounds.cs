using System.Text;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Market;

/// <summary>
/// Whether a record can be market data at all, decided from the record alone: symbol, event time against its own receipt, prices and sizes. Every
/// boundary (socket, history, topic, engine) asks here, so that all of them refuse the same.
/// </summary>
public static class RecordBounds
{
    /// <summary>Bytes that the envelope and the texts of an order event beside the order itself may take; a character takes four at most.</summary>
    private const int OtherTexts = 8 * 1024;

    /// <summary>
    /// Why <paramref name="trade"/>, a correction, a cancellation or a corporate action is refused, a word of <see cref="RefusalReasons"/>; null if not.
    /// </summary>
    public static string? RefusalOf(in Trade trade) =>
        RefusalOf(trade.Envelope)
        ?? (trade.Envelope.Channel != Channels.CorporateActions ? RefusalOfTrade(trade.Price, trade.Size)
            : trade.CorporateAction is { } action ? RefusalOfAction(action, trade.Envelope.IngestTs) : RefusalReasons.OutOfRange)
        ?? (trade.Original is { } original ? RefusalOfTrade(original.Price, original.Size) : null);

    /// <inheritdoc cref="RefusalOf(in Trade)"/>
    public static string? RefusalOf(in Quote quote) =>
        RefusalOf(quote.Envelope) ?? RefusalOfSide(quote.BidPrice, quote.BidSize) ?? RefusalOfSide(quote.AskPrice, quote.AskSize);

    /// <inheritdoc cref="RefusalOf(in Trade)"/>
    public static string? RefusalOf(in Bar bar) =>
        RefusalOf(bar.Envelope)
        ?? RefusalOfTrade(bar.Open, bar.Volume)
        ?? RefusalOfTrade(bar.High, bar.Volume)
        ?? RefusalOfTrade(bar.Low, bar.Volume)
        ?? RefusalOfTrade(bar.Close, bar.Volume)
        ?? (bar.Vwap is { } vwap ? RefusalOfSide(vwap, bar.Volume) : null)
        ?? (bar.TradeCount < 0 ? RefusalReasons.OutOfRange : null);

    /// <summary>
    /// Why an order event is refused: its symbol, its time, or that it is longer than a record may be. Its numbers are the broker's own text, which its
    /// reader judges.
    /// </summary>
    public static string? RefusalOf(in TradeUpdate update) => RefusalOf(update.Envelope)
        ?? (Encoding.UTF8.GetByteCount(update.OrderJson) > MarketDataBounds.MaxRecordBytes - OtherTexts || LengthOfTexts(update) > OtherTexts / 4
            ? RefusalReasons.TooLong
            : null);

    /// <inheritdoc cref="RefusalOfHead"/>
    public static string? RefusalOf(in Envelope envelope) => RefusalOfHead(envelope.Symbol, envelope.EventTs, envelope.IngestTs);

    /// <summary>What concerns the head of a record only.</summary>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="eventTs">Its own time, nanoseconds since the Unix epoch, UTC.</param>
    /// <param name="ingestTs">When it was received, likewise.</param>
    public static string? RefusalOfHead(ReadOnlySpan<char> symbol, long eventTs, long ingestTs)
    {
        if (!SymbolGrammar.IsValid(symbol))
        {
            return RefusalReasons.BadSymbol;
        }

        if (MarketDataBounds.IsEventTime(eventTs, ingestTs))
        {
            return null;
        }

        return eventTs < MarketDataBounds.FirstEventTs ? RefusalReasons.EventTooOld : RefusalReasons.EventAhead;
    }

    /// <summary>What concerns a trade's numbers only.</summary>
    public static string? RefusalOfTrade(double price, double size) =>
        MarketDataBounds.IsPrice(price) && MarketDataBounds.IsSize(size) ? null : Number(price, size);

    /// <summary>What concerns a corporate action only: a kind that is known, a ratio that is one, and a day that is not further off than a year.</summary>
    /// <param name="action">What is declared.</param>
    /// <param name="ingestTs">When it was received, nanoseconds since the Unix epoch, UTC.</param>
    public static string? RefusalOfAction(in CorporateAction action, long ingestTs) => !CorporateActionKinds.All.Contains(action.Kind)
            || action.EffectiveTs < MarketDataBounds.FirstEventTs || action.EffectiveTs - MarketDataBounds.MaxActionAhead > ingestTs
            || action.Ratio is not (null or (> 0 and < MarketDataBounds.SizeLimit))
        ? RefusalReasons.OutOfRange
        : null;

    /// <summary>What concerns one side of a quote only; an absent one, both 0, is not refused.</summary>
    public static string? RefusalOfSide(double price, double size) => MarketDataBounds.IsSide(price, size) ? null : Number(price, size);

    private static int LengthOfTexts(in TradeUpdate update) => update.AccountLabel.Length + update.Event.Length + (update.ExecutionId?.Length ?? 0)
        + update.OrderId.Length + update.ClientOrderId.Length + update.OrderStatus.Length + (update.Price?.Length ?? 0) + (update.Qty?.Length ?? 0)
        + (update.PositionQty?.Length ?? 0) + (update.FilledQty?.Length ?? 0) + (update.FilledAvgPrice?.Length ?? 0);

    private static string Number(double price, double size) =>
        double.IsFinite(price) && double.IsFinite(size) ? RefusalReasons.OutOfRange : RefusalReasons.NotFinite;
}

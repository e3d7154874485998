namespace Torghut.Ta.Engine;

/// <summary>The newest quote of a symbol within one second.</summary>
/// <param name="Second">The first window end that the quote may serve: its event time rounded up, epoch seconds.</param>
internal readonly record struct HeldQuote(
    long Second,
    long EventTs,
    long Seq,
    long IngestTs,
    double BidPrice,
    double BidSize,
    double AskPrice,
    double AskSize,
    uint BidExchange,
    uint AskExchange)
{
    public static HeldQuote From(in QuoteEvent quote, long second) => new(
        second, quote.EventTs, quote.Seq, quote.IngestTs, quote.BidPrice, quote.BidSize, quote.AskPrice, quote.AskSize, quote.BidExchange, quote.AskExchange);

    public bool SameContent(in HeldQuote other) =>
        EventTs == other.EventTs && BidPrice.Equals(other.BidPrice) && BidSize.Equals(other.BidSize)
        && AskPrice.Equals(other.AskPrice) && AskSize.Equals(other.AskSize)
        && BidExchange == other.BidExchange && AskExchange == other.AskExchange;
}

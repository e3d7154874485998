using Torghut.Contracts.Records;

namespace Torghut.Ta.Engine;

/// <summary>A quote as the engine takes it.</summary>
internal struct QuoteEvent
{
    public string Symbol;
    public long EventTs;
    public long IngestTs;
    public long Seq;
    public double BidPrice;
    public double BidSize;
    public double AskPrice;
    public double AskSize;
    public uint BidExchange;
    public uint AskExchange;

    public static QuoteEvent From(in Quote quote) => new()
    {
        Symbol = quote.Envelope.Symbol,
        EventTs = quote.Envelope.EventTs,
        IngestTs = quote.Envelope.IngestTs,
        Seq = quote.Envelope.Seq,
        BidPrice = quote.BidPrice,
        BidSize = quote.BidSize,
        AskPrice = quote.AskPrice,
        AskSize = quote.AskSize,
        BidExchange = ExchangeCode.Pack(quote.BidExchange),
        AskExchange = ExchangeCode.Pack(quote.AskExchange),
    };
}

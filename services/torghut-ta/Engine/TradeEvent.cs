using System.Runtime.CompilerServices;
using Torghut.Contracts.Conditions;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Engine;

/// <summary>A print, a correction or a cancellation as the engine takes it: no collections, nothing to allocate.</summary>
internal struct TradeEvent
{
    public string Symbol;
    public string Feed;
    public TradeEventKind Kind;
    public char Tape;
    public uint Exchange;
    public ulong Conditions;
    public long EventTs;
    public long IngestTs;
    public long Seq;
    public long Id;

    /// <summary>Id of the print that a correction replaces.</summary>
    public long OriginalId;

    /// <summary>What is declared for the symbol; null for what happens in the market. Boxed, so that a print does not carry it.</summary>
    public StrongBox<CorporateAction>? Action;
    public double Price;
    public double Size;

    public static TradeEvent From(in Trade trade) => new()
    {
        Symbol = trade.Envelope.Symbol,
        Feed = trade.Envelope.Feed,
        Kind = trade.Envelope.Channel switch
        {
            Channels.Corrections => TradeEventKind.Correction,
            Channels.CancelErrors => TradeEventKind.Cancellation,
            Channels.CorporateActions => TradeEventKind.CorporateAction,
            _ => TradeEventKind.Print,
        },
        Tape = trade.Tape.Length > 0 ? trade.Tape[0] : ' ',
        Exchange = ExchangeCode.Pack(trade.Exchange),
        Conditions = ConditionCodes.Pack(trade.Conditions),
        EventTs = trade.Envelope.EventTs,
        IngestTs = trade.Envelope.IngestTs,
        Seq = trade.Envelope.Seq,
        Id = trade.Id,
        Action = trade is { Envelope.Channel: Channels.CorporateActions, CorporateAction: { } action } ? new(action) : null,
        OriginalId = trade.Original?.Id ?? trade.Id,
        Price = trade.Price,
        Size = trade.Size,
    };
}

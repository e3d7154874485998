using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>The codec of every record type.</summary>
public static class RecordCodecs
{
    public static RecordCodec<Trade> Trade { get; } = new(RecordKind.Trade, ContractSchemas.Trade, TradeCodec.Write, TradeCodec.Read);

    public static RecordCodec<Quote> Quote { get; } = new(RecordKind.Quote, ContractSchemas.Quote, QuoteCodec.Write, QuoteCodec.Read);

    public static RecordCodec<Bar> Bar { get; } = new(RecordKind.Bar, ContractSchemas.Bar, BarCodec.Write, BarCodec.Read);

    public static RecordCodec<Microbar> Microbar { get; } =
        new(RecordKind.Microbar, ContractSchemas.Microbar, MicrobarCodec.Write, MicrobarCodec.Read);

    public static RecordCodec<Signal> Signal { get; } = new(RecordKind.Signal, ContractSchemas.Signal, SignalCodec.Write, SignalCodec.Read);

    public static RecordCodec<TradeUpdate> TradeUpdate { get; } =
        new(RecordKind.TradeUpdate, ContractSchemas.TradeUpdate, TradeUpdateCodec.Write, TradeUpdateCodec.Read);

    public static RecordCodec<ForwarderStatus> ForwarderStatus { get; } =
        new(RecordKind.ForwarderStatus, ContractSchemas.ForwarderStatus, ForwarderStatusCodec.Write, ForwarderStatusCodec.Read);

    public static RecordCodec<TaStatus> TaStatus { get; } =
        new(RecordKind.TaStatus, ContractSchemas.TaStatus, TaStatusCodec.Write, TaStatusCodec.Read);

    public static RecordCodec<DeadLetter> DeadLetter { get; } =
        new(RecordKind.DeadLetter, ContractSchemas.DeadLetter, DeadLetterCodec.Write, DeadLetterCodec.Read);
}

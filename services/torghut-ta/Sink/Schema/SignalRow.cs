using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>A row of <c>ta_signals</c>, in the order of <see cref="TaColumns.Signals"/>. A group that is not warm yet is NULL in each of its columns.</summary>
internal static class SignalRow
{
    public static void Write(in Signal signal, RowBinaryWriter writer)
    {
        RowHead.Write(signal.Envelope, writer);
        writer.WriteNullableFloat64(signal.Macd?.Value);
        writer.WriteNullableFloat64(signal.Macd?.Signal);
        writer.WriteNullableFloat64(signal.Macd?.Histogram);
        writer.WriteNullableFloat64(signal.Ema?.Ema12);
        writer.WriteNullableFloat64(signal.Ema?.Ema26);
        writer.WriteNullableFloat64(signal.Rsi14);
        writer.WriteNullableFloat64(signal.Bollinger?.Middle);
        writer.WriteNullableFloat64(signal.Bollinger?.Upper);
        writer.WriteNullableFloat64(signal.Bollinger?.Lower);
        writer.WriteNullableFloat64(signal.Vwap?.Session);
        writer.WriteNullableFloat64(signal.Vwap?.Window5m);
        writer.WriteNullableFloat64(signal.Imbalance?.Spread);
        writer.WriteNullableFloat64(signal.Imbalance?.BidPrice);
        writer.WriteNullableFloat64(signal.Imbalance?.AskPrice);
        writer.WriteNullableFloat64(signal.Imbalance?.BidSize);
        writer.WriteNullableFloat64(signal.Imbalance?.AskSize);
        writer.WriteNullableFloat64(signal.RealizedVolatility);
    }
}

using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>
/// A row of <c>ta_signals</c>, in the order of <see cref="TaColumns.Signals"/>. A group that is not warm yet is NULL in each of its columns, and so is a
/// value that is not finite.
/// </summary>
internal static class SignalRow
{
    public static void Write(in Signal signal, RowBinaryWriter writer)
    {
        RowHead.Write(signal.Envelope, writer);
        writer.WriteFinite(signal.Macd?.Value);
        writer.WriteFinite(signal.Macd?.Signal);
        writer.WriteFinite(signal.Macd?.Histogram);
        writer.WriteFinite(signal.Ema?.Ema12);
        writer.WriteFinite(signal.Ema?.Ema26);
        writer.WriteFinite(signal.Rsi14);
        writer.WriteFinite(signal.Bollinger?.Middle);
        writer.WriteFinite(signal.Bollinger?.Upper);
        writer.WriteFinite(signal.Bollinger?.Lower);
        writer.WriteFinite(signal.Vwap?.Session);
        writer.WriteFinite(signal.Vwap?.Window5m);
        writer.WriteFinite(signal.Imbalance?.Spread);
        writer.WriteFinite(signal.Imbalance?.BidPrice);
        writer.WriteFinite(signal.Imbalance?.AskPrice);
        writer.WriteFinite(signal.Imbalance?.BidSize);
        writer.WriteFinite(signal.Imbalance?.AskSize);
        writer.WriteFinite(signal.RealizedVolatility);
        writer.WriteString(signal.Restart ?? "");
    }
}

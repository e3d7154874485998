using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>signal.avsc</c>.</summary>
public static class SignalCodec
{
    public static void Write(in Signal value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        SignalGroupCodec.Write(value.Macd, ref writer);
        SignalGroupCodec.Write(value.Ema, ref writer);
        OptionalCodec.WriteDouble(value.Rsi14, ref writer);
        SignalGroupCodec.Write(value.Bollinger, ref writer);
        SignalGroupCodec.Write(value.Vwap, ref writer);
        SignalGroupCodec.Write(value.Imbalance, ref writer);
        // vol_realized is a record of the one field w60s, and a record adds no bytes.
        OptionalCodec.WriteDouble(value.RealizedVolatility, ref writer);
        OptionalCodec.WriteString(value.Restart, ref writer);
        LineageCodec.Write(value.Lineage, ref writer);
    }

    public static Signal Read(ref AvroReader reader, AvroStringPool strings)
    {
        var signal = new Signal(
            EnvelopeCodec.Read(ref reader, strings),
            SignalGroupCodec.ReadMacd(ref reader),
            SignalGroupCodec.ReadEma(ref reader),
            OptionalCodec.ReadDouble(ref reader),
            SignalGroupCodec.ReadBollinger(ref reader),
            SignalGroupCodec.ReadVwap(ref reader),
            SignalGroupCodec.ReadImbalance(ref reader),
            OptionalCodec.ReadDouble(ref reader),
            Lineage: null);

        // The payload's last field stands before the lineage.
        return signal with { Restart = OptionalCodec.ReadString(ref reader, strings), Lineage = LineageCodec.Read(ref reader, strings) };
    }
}

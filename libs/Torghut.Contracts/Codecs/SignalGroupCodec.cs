using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>The nullable groups of a signal's payload.</summary>
internal static class SignalGroupCodec
{
    public static void Write(in Macd? value, ref AvroWriter writer)
    {
        if (!OptionalCodec.WritePresent(value.HasValue, ref writer))
        {
            return;
        }

        var group = value.GetValueOrDefault();
        writer.WriteDouble(group.Value);
        writer.WriteDouble(group.Signal);
        writer.WriteDouble(group.Histogram);
    }

    public static Macd? ReadMacd(ref AvroReader reader) =>
        reader.ReadPresent() ? new Macd(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()) : null;

    public static void Write(in Ema? value, ref AvroWriter writer)
    {
        if (!OptionalCodec.WritePresent(value.HasValue, ref writer))
        {
            return;
        }

        var group = value.GetValueOrDefault();
        writer.WriteDouble(group.Ema12);
        writer.WriteDouble(group.Ema26);
    }

    public static Ema? ReadEma(ref AvroReader reader) => reader.ReadPresent() ? new Ema(reader.ReadDouble(), reader.ReadDouble()) : null;

    public static void Write(in Bollinger? value, ref AvroWriter writer)
    {
        if (!OptionalCodec.WritePresent(value.HasValue, ref writer))
        {
            return;
        }

        var group = value.GetValueOrDefault();
        writer.WriteDouble(group.Middle);
        writer.WriteDouble(group.Upper);
        writer.WriteDouble(group.Lower);
    }

    public static Bollinger? ReadBollinger(ref AvroReader reader) =>
        reader.ReadPresent() ? new Bollinger(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()) : null;

    public static void Write(in SignalVwap? value, ref AvroWriter writer)
    {
        if (!OptionalCodec.WritePresent(value.HasValue, ref writer))
        {
            return;
        }

        var group = value.GetValueOrDefault();
        OptionalCodec.WriteDouble(group.Session, ref writer);
        OptionalCodec.WriteDouble(group.Window5m, ref writer);
    }

    public static SignalVwap? ReadVwap(ref AvroReader reader) =>
        reader.ReadPresent() ? new SignalVwap(OptionalCodec.ReadDouble(ref reader), OptionalCodec.ReadDouble(ref reader)) : null;

    public static void Write(in Imbalance? value, ref AvroWriter writer)
    {
        if (!OptionalCodec.WritePresent(value.HasValue, ref writer))
        {
            return;
        }

        var group = value.GetValueOrDefault();
        OptionalCodec.WriteDouble(group.Spread, ref writer);
        OptionalCodec.WriteDouble(group.BidPrice, ref writer);
        OptionalCodec.WriteDouble(group.AskPrice, ref writer);
        OptionalCodec.WriteDouble(group.BidSize, ref writer);
        OptionalCodec.WriteDouble(group.AskSize, ref writer);
    }

    public static Imbalance? ReadImbalance(ref AvroReader reader) => reader.ReadPresent()
        ? new Imbalance(
            OptionalCodec.ReadDouble(ref reader), OptionalCodec.ReadDouble(ref reader), OptionalCodec.ReadDouble(ref reader),
            OptionalCodec.ReadDouble(ref reader), OptionalCodec.ReadDouble(ref reader))
        : null;
}

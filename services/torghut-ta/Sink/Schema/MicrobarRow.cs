using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>A row of <c>ta_microbars</c>, in the order of <see cref="TaColumns.Microbars"/>.</summary>
internal static class MicrobarRow
{
    public static void Write(in Microbar bar, RowBinaryWriter writer)
    {
        RowHead.Write(bar.Envelope, writer);
        writer.WriteFloat64(bar.Open);
        writer.WriteFloat64(bar.High);
        writer.WriteFloat64(bar.Low);
        writer.WriteFloat64(bar.Close);
        writer.WriteFloat64(bar.Volume);
        writer.WriteNullableFloat64(bar.Vwap);
        writer.WriteUInt64((ulong)bar.Count);
    }
}

using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>A row of <c>ta_microbars</c>, in the order of <see cref="TaColumns.Microbars"/>.</summary>
internal static class MicrobarRow
{
    /// <exception cref="ArgumentException">The bar has no price or no volume, or counts less than nothing.</exception>
    public static void Write(in Microbar bar, RowBinaryWriter writer)
    {
        if (!(double.IsFinite(bar.Open) && double.IsFinite(bar.High) && double.IsFinite(bar.Low) && double.IsFinite(bar.Close) && double.IsFinite(bar.Volume)
            && bar.Count >= 0))
        {
            throw new ArgumentException($"A bar of {bar.Envelope.Symbol} has a number that is none.", nameof(bar));
        }

        RowHead.Write(bar.Envelope, writer);
        writer.WriteFloat64(bar.Open);
        writer.WriteFloat64(bar.High);
        writer.WriteFloat64(bar.Low);
        writer.WriteFloat64(bar.Close);
        writer.WriteFloat64(bar.Volume);
        writer.WriteFinite(bar.Vwap);
        writer.WriteUInt64((ulong)bar.Count);
    }
}

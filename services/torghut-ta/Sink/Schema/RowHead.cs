using Torghut.Contracts.Market;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>The columns that both tables begin with.</summary>
internal static class RowHead
{
    private const int Milliseconds = 3;

    /// <exception cref="ArgumentException">The record is not a derived one: it has no window, its number is negative, or a time is none.</exception>
    public static void Write(in Envelope envelope, RowBinaryWriter writer)
    {
        if (envelope.Window is not { } window)
        {
            throw new ArgumentException($"A derived record of {envelope.Symbol} has no window.", nameof(envelope));
        }

        if (envelope.Seq < 0)
        {
            throw new ArgumentException($"A derived record of {envelope.Symbol} has the number {envelope.Seq}.", nameof(envelope));
        }

        foreach (var instant in (ReadOnlySpan<long>)[envelope.EventTs, envelope.IngestTs, window.Start, window.End])
        {
            if (instant is < 0 or >= MarketDataBounds.LastIngestTs)
            {
                throw new ArgumentException($"A derived record of {envelope.Symbol} has a time outside 1970 to 2099.", nameof(envelope));
            }
        }

        writer.WriteString(envelope.Symbol);
        writer.WriteDateTime64(envelope.EventTs, Milliseconds);
        writer.WriteUInt64((ulong)envelope.Seq);
        writer.WriteDateTime64(envelope.IngestTs, Milliseconds);
        writer.WriteBool(envelope.IsFinal);
        writer.WriteString(envelope.Source);
        writer.WriteString(window.Size);
        writer.WriteString(window.Step);
        writer.WriteDateTime64(window.Start, Milliseconds);
        writer.WriteDateTime64(window.End, Milliseconds);
        writer.WriteUInt32((uint)envelope.Version);
    }
}

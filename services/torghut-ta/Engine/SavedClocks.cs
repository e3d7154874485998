using Torghut.Ta.EventTime;
using Torghut.Ta.State;

namespace Torghut.Ta.Engine;

/// <summary>Clocks of a partition's two logs, as every commit keeps them beside its offsets.</summary>
internal readonly record struct SavedClocks(SavedClock Trades, SavedClock Quotes)
{
    public void Write(StateWriter writer)
    {
        Write(writer, Trades);
        Write(writer, Quotes);
    }

    public static SavedClocks Read(ref StateReader reader) => new(ReadOne(ref reader), ReadOne(ref reader));

    private static void Write(StateWriter writer, in SavedClock clock)
    {
        writer.WriteLong(clock.MaxEventTs);
        writer.WriteLong(clock.ClosedSecond);
        writer.WriteLong(clock.Receipt);
    }

    private static SavedClock ReadOne(ref StateReader reader) => new(reader.ReadLong(), reader.ReadLong(), reader.ReadLong());
}

using Torghut.Ta.Engine;

namespace Torghut.Ta.Microbars;

internal sealed partial class TradeIdSet
{
    public void Write(StateWriter writer, long expired)
    {
        var live = 0;
        foreach (ref readonly var entry in _entries.AsSpan()) live += IsLive(entry, expired) ? 1 : 0;
        writer.WriteLong(live);
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (!IsLive(entry, expired)) continue;
            writer.WriteLong(entry.Id);
            writer.WriteLong(entry.Exchange);
            writer.WriteLong(entry.WindowEnd);
            // The window lies within its market day, so the distance is short.
            writer.WriteLong(entry.WindowEnd - entry.SessionStart);
        }
    }

    public void Read(ref StateReader reader)
    {
        for (var left = reader.ReadCount(4); left > 0; left--)
        {
            var (id, exchange, end, distance) = (reader.ReadLong(), unchecked((uint)reader.ReadLong()), reader.ReadLong(), reader.ReadLong());
            Add(id, exchange, end - distance, end, long.MinValue);
        }
    }
}

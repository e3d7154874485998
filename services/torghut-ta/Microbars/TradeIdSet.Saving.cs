using Torghut.Ta.State;

namespace Torghut.Ta.Microbars;

internal sealed partial class TradeIdSet
{
    public void Write(StateWriter writer, long expired)
    {
        var live = 0;
        for (var i = 0; i < _owners.Length; i++)
        {
            live += _buckets[EndAt(i)] > expired ? 1 : 0;
        }

        writer.WriteLong(live);
        for (var i = 0; i < _owners.Length; i++)
        {
            var end = _buckets[EndAt(i)];
            if (end <= expired)
            {
                continue;
            }

            writer.WriteLong(_buckets[IdAt(i)]);
            writer.WriteLong(Exchange(_owners[i]));
            writer.WriteLong(end);
            // The window lies within its market day, so the distance is short.
            writer.WriteLong(end - SessionStart(_owners[i], end));
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

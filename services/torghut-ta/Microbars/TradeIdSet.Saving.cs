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

        ForgetAside(end => end <= expired);
        writer.WriteLong(live + (_aside?.Count ?? 0));
        for (var i = 0; i < _owners.Length; i++)
        {
            var end = _buckets[EndAt(i)];
            if (end > expired)
            {
                Write(writer, _buckets[IdAt(i)], _owners[i], end);
            }
        }

        foreach (var (print, end) in _aside ?? [])
        {
            Write(writer, print.Id, print.Owner, end);
        }
    }

    private static void Write(StateWriter writer, long id, ulong owner, long end)
    {
        writer.WriteLong(id);
        writer.WriteLong(Exchange(owner));
        writer.WriteLong(end);
        // The window lies within its market day, so the distance is short.
        writer.WriteLong(end - SessionStart(owner, end));
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

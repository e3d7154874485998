namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>The account's market-data connections of one feed. A connection that was not closed properly may keep its slot for a while.</summary>
internal sealed class ConnectionSlots(int limit, TimeSpan hold, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<long> _held = [];
    private int _used;

    /// <summary>How long a slot is kept after a connection broke.</summary>
    public TimeSpan Hold { get; set; } = hold;

    public bool TryTake()
    {
        lock (_gate)
        {
            _held.RemoveAll(until => until <= time.GetTimestamp());
            if (_used + _held.Count >= limit)
            {
                return false;
            }

            _used++;
            return true;
        }
    }

    public void Release(bool closedProperly)
    {
        lock (_gate)
        {
            _used--;
            if (!closedProperly && Hold > TimeSpan.Zero)
            {
                _held.Add(time.GetTimestamp() + (long)(Hold.TotalSeconds * time.TimestampFrequency));
            }
        }
    }

    /// <summary>Frees every slot that is only held.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _held.Clear();
        }
    }
}

using Torghut.Contracts.Records;

namespace Torghut.Ws.TradeUpdates;

/// <summary>Remembers the last order events by number alone: the stream has no replay, but a reconnect may repeat what came before. Not safe for concurrent
/// use.</summary>
internal sealed class TradeUpdateWindow
{
    private const int Capacity = 10_000;

    private readonly HashSet<TradeUpdateIdentity> _keys = [];
    private readonly TradeUpdateIdentity[] _ring = new TradeUpdateIdentity[Capacity];
    private int _next;

    public bool Contains(TradeUpdateIdentity key) => _keys.Contains(key);

    public void Mark(TradeUpdateIdentity key)
    {
        if (!_keys.Add(key))
        {
            return;
        }

        if (_keys.Count > Capacity)
        {
            _keys.Remove(_ring[_next]);
        }

        _ring[_next] = key;
        _next = (_next + 1) % Capacity;
    }
}

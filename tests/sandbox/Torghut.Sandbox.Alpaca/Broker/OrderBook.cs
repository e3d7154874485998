namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>All orders the broker ever accepted, by each of their keys. Used under the broker's lock.</summary>
internal sealed class OrderBook(int symbols)
{
    private readonly List<Order> _all = [];
    private readonly Dictionary<Guid, Order> _byId = [];
    private readonly Dictionary<string, Order> _byClientId = new(StringComparer.Ordinal);
    private readonly LinkedList<Order> _open = new();
    private readonly int[] _openPerSymbol = new int[symbols];

    public IReadOnlyList<Order> All => _all;

    /// <summary>Open orders, oldest first.</summary>
    public IEnumerable<Order> Open => _open;

    /// <summary>Buying power that open orders hold.</summary>
    public decimal Reserved => _open.Sum(o => o.Reserved);

    public Order? Find(Guid id) => _byId.GetValueOrDefault(id);

    public Order? Find(string clientOrderId) => _byClientId.GetValueOrDefault(clientOrderId);

    /// <summary>Whether a symbol has open orders; may be asked without the lock.</summary>
    public bool HasOpen(int symbol) => Volatile.Read(ref _openPerSymbol[symbol]) > 0;

    public void Add(Order order)
    {
        _all.Add(order);
        _byId.Add(order.Id, order);
        _byClientId.Add(order.ClientOrderId, order);
        _open.AddLast(order);
        _openPerSymbol[order.Symbol.Index]++;
    }

    public void Close(Order order)
    {
        if (_open.Remove(order))
        {
            _openPerSymbol[order.Symbol.Index]--;
        }
    }
}

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

    /// <summary>The exits of an order, take-profit first.</summary>
    public IEnumerable<Order> LegsOf(Order order) => order.LegIds.Select(id => Find(id)).OfType<Order>();

    /// <summary>The other orders of the group that an order with exits and its exits make.</summary>
    public IEnumerable<Order> OthersOf(Order order)
    {
        var root = RootOf(order);
        return LegsOf(root).Prepend(root).Where(o => o != order);
    }

    /// <summary>The exit that is cancelled by the given one, or by which it is; null when it has no other.</summary>
    public Order? PartnerOf(Order order) => OthersOf(order).FirstOrDefault(o => IsExit(o) && IsExit(order) && o.Status != OrderStatus.Replaced);

    /// <summary>The order that a client sent, for one of its exits.</summary>
    public Order RootOf(Order order) => (order.ParentId is { } parent ? Find(parent) : null) ?? order;

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

    private static bool IsExit(Order order) => order.ParentId is not null || order.Request.Class == OrderClass.Oco;

    public void Close(Order order)
    {
        if (_open.Remove(order))
        {
            _openPerSymbol[order.Symbol.Index]--;
        }
    }
}

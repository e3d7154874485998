namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Which orders a list is to show. Times are in the source's time.</summary>
internal sealed record OrderQuery
{
    public string Status { get; init; } = "open";

    public int Limit { get; init; } = 50;

    public long? After { get; init; }

    public long? Until { get; init; }

    public bool Ascending { get; init; }

    public IReadOnlySet<string> Symbols { get; init; } = new HashSet<string>();

    public OrderSide? Side { get; init; }

    /// <summary>Whether exits are shown within the orders they belong to and not beside them.</summary>
    public bool Nested { get; init; }

    public Guid? BeforeOrder { get; init; }

    public Guid? AfterOrder { get; init; }

    public IEnumerable<Order> Select(OrderBook orders)
    {
        var before = BeforeOrder is { } b ? orders.Find(b)?.Sequence : null;
        var after = AfterOrder is { } a ? orders.Find(a)?.Sequence : null;
        var found = orders.All.Where(o =>
            (Status == "all" || IsListedOpen(o) == (Status == "open"))
            && !(Nested && o.ParentId is not null)
            && (After is null || o.CreatedAt > After)
            && (Until is null || o.CreatedAt < Until)
            && (Symbols.Count == 0 || Symbols.Contains(o.Symbol.Name))
            && (Side is null || o.Request.Side == Side)
            && (before is null || o.Sequence < before)
            && (after is null || o.Sequence > after));
        return (Ascending ? found : found.Reverse()).Take(Limit);
    }

    // An exit that is held is not listed as open (seen by users of github.com/alpacahq/alpaca-trade-api-python).
    private static bool IsListedOpen(Order order) => order.IsOpen && order.Status != OrderStatus.Held;
}

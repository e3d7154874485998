using System.Collections.Immutable;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Safety;

/// <summary>What reconciliation knows that blocks orders. Everything is blocked until it has finished once.</summary>
internal sealed class EntryBlocks(TradingGauges gauges)
{
    private volatile bool _reconciled;
    private volatile ImmutableHashSet<(string Symbol, string Action)> _unresolvedSides = [];
    private int _unresolved;
    private int _external;
    private int _externalReports;

    public bool Reconciled
    {
        get => _reconciled;
        set => _reconciled = value;
    }

    /// <summary>Orders whose outcome is not known; each blocks entries.</summary>
    public int UnresolvedOrders
    {
        get => Volatile.Read(ref _unresolved);
        set
        {
            Volatile.Write(ref _unresolved, value);
            gauges.UnresolvedOrders = value;
        }
    }

    /// <summary>Orders at the broker that are not ours and that nobody acknowledged; each blocks entries.</summary>
    public int ExternalOrders
    {
        get => Volatile.Read(ref _external);
        set
        {
            Volatile.Write(ref _external, value);
            gauges.ExternalOrders = value;
        }
    }

    /// <summary>Takes over what the orders are for whose outcome is not known.</summary>
    public void Unresolved(IReadOnlyCollection<(string Symbol, string Action)> orders)
    {
        _unresolvedSides = [.. orders];
        UnresolvedOrders = orders.Count;
    }

    /// <summary>
    /// Whether an order of a symbol and side has an unknown outcome: a position may have been closed that still shows, and would be closed twice.
    /// </summary>
    public bool IsUnresolved(string symbol, string action) => UnresolvedOrders > 0 && _unresolvedSides.Contains((symbol, action));

    public void OutcomeLost(string symbol, string action)
    {
        _unresolvedSides = _unresolvedSides.Add((symbol, action));
        gauges.UnresolvedOrders = Interlocked.Increment(ref _unresolved);
    }

    public void ExternalOrderSeen()
    {
        gauges.ExternalOrders = Interlocked.Increment(ref _external);
        Interlocked.Increment(ref _externalReports);
    }

    /// <summary>Takes a count from the database over; counts again when an order was seen meanwhile, which the count may have missed.</summary>
    public async Task CountExternalAsync(Func<Task<int>> count)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _externalReports);
            ExternalOrders = await count();
        }
        while (seen != Volatile.Read(ref _externalReports));
    }
}

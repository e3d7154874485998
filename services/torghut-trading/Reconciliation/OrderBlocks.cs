using Torghut.Trading.Observability;

namespace Torghut.Trading.Reconciliation;

/// <summary>What reconciliation knows that blocks orders. Everything is blocked until it has finished once.</summary>
internal sealed class OrderBlocks(TradingGauges gauges)
{
    private volatile bool _reconciled;
    private int _unresolved;
    private int _foreign;
    private int _foreignNews;

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
    public int ForeignOrders
    {
        get => Volatile.Read(ref _foreign);
        set => Volatile.Write(ref _foreign, value);
    }

    public void OutcomeLost() => gauges.UnresolvedOrders = Interlocked.Increment(ref _unresolved);

    public void ForeignSeen()
    {
        Interlocked.Increment(ref _foreign);
        Interlocked.Increment(ref _foreignNews);
    }

    /// <summary>Takes a count from the database over; counts again when an order was seen meanwhile, which the count may have missed.</summary>
    public async Task CountForeignAsync(Func<Task<int>> count)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _foreignNews);
            ForeignOrders = await count();
        }
        while (seen != Volatile.Read(ref _foreignNews));
    }
}

using Torghut.Trading.Checkpoints;
using Torghut.Trading.Portfolio;

namespace Torghut.Trading.Backtest;

/// <summary>How often orders left lately, as the service asks its database.</summary>
internal sealed class OrderRateHistory : ICheckpointed
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Queue<(string Strategy, string Symbol, DateTimeOffset At, bool Opens)> _orders = new();

    public void Add(string strategy, string symbol, DateTimeOffset at, bool opens) => _orders.Enqueue((strategy, symbol, at, opens));

    public void Save(CheckpointWriter writer) => writer.Write(_orders, order =>
    {
        writer.Write(order.Strategy);
        writer.Write(order.Symbol);
        writer.Write(order.At);
        writer.Write(order.Opens);
    });

    public void Load(CheckpointReader reader) => reader.All(() => Add(reader.Text(), reader.Text(), reader.Time(), reader.Flag()));

    /// <summary>Orders of the last minute and entries of the longest cool-down.</summary>
    public OrderRateTracker Load(DateTimeOffset now, TimeSpan longestCooldown)
    {
        var since = now - (longestCooldown > Minute ? longestCooldown : Minute);
        while (_orders.TryPeek(out var oldest) && oldest.At <= since)
        {
            _orders.Dequeue();
        }

        var tracker = new OrderRateTracker();
        if (_orders.Count == 0)
        {
            return tracker;
        }

        var minuteAgo = now - Minute;
        foreach (var pair in _orders.GroupBy(order => (order.Strategy, order.Symbol)))
        {
            DateTimeOffset? lastEntry = null;
            var (orders, entries) = (0, 0);
            foreach (var order in pair)
            {
                lastEntry = order.Opens ? order.At : lastEntry;
                orders += order.At > minuteAgo ? 1 : 0;
                entries += order.At > minuteAgo && order.Opens ? 1 : 0;
            }

            tracker.Add(pair.Key.Strategy, pair.Key.Symbol, lastEntry, orders, entries);
        }

        return tracker;
    }
}

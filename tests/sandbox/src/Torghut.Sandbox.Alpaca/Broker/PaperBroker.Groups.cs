using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// Orders with exits. The exits are held until the entry is filled whole; then the take-profit exit goes into the market while the
/// stop-loss exit stays held until its stop price is reached, because the same shares cannot be offered twice. One cancels the other.
/// </summary>
internal sealed partial class PaperBroker
{
    private Order[] AddLegs_NeedsLock(Order order)
    {
        if (order.Request.Class == OrderClass.Simple)
        {
            return [];
        }

        foreach (var request in ExitOrders.Of(order.Request))
        {
            var leg = new Order(Guid.NewGuid(), ++_sequence, request, order.Symbol, Guid.NewGuid().ToString(), order.CreatedAt)
            {
                ParentId = order.Id,
                Status = OrderStatus.Held,
                ExpiresAt = order.ExpiresAt,
            };
            _orders.Add(leg);
            order.LegIds.Add(leg.Id);
        }

        return [.. _orders.LegsOf(order)];
    }

    /// <summary>Puts an order in the place of another, in its group too; gives the other orders that changed.</summary>
    private Order[] TakeOver_NeedsLock(Order order, Order replaced)
    {
        (replaced.ReplacedBy, replaced.ReplacedAt, replaced.Status) = (order.Id, _clock.Now, OrderStatus.Replaced);
        _orders.Close(replaced);
        if (replaced.BestPrice is { } best)
        {
            Execution.TrailFrom(order, best);
        }

        if (replaced.ParentId is { } parentId && _orders.Find(parentId) is { } parent)
        {
            order.ParentId = parentId;
            parent.LegIds[parent.LegIds.IndexOf(replaced.Id)] = order.Id;
            return [replaced, parent];
        }

        (order.LegIds, replaced.LegIds) = (replaced.LegIds, []);
        foreach (var leg in _orders.LegsOf(order))
        {
            leg.ParentId = order.Id;
        }

        return [replaced, .. _orders.LegsOf(order)];
    }

    /// <summary>What follows for the others of a group when one of them has changed.</summary>
    private void Follow_NeedsLock(Order order)
    {
        if (order.Request.Class == OrderClass.Simple)
        {
            return;
        }

        switch (order.Status)
        {
            case OrderStatus.Filled when order.ParentId is null && order.Request.Class != OrderClass.Oco:
                StartExits_NeedsLock(order);
                break;
            case OrderStatus.PartiallyFilled when _orders.PartnerOf(order) is { IsOpen: true } partner:
                partner.Qty = order.Remaining;
                _journal.Append(new SavedChange { Orders = [partner] });
                break;
            case OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Expired or OrderStatus.Rejected:
                foreach (var other in _orders.OthersOf(order).Where(o => o.IsOpen).ToArray())
                {
                    other.CanceledAt = _clock.Now;
                    Become_NeedsLock(other, OrderStatus.Canceled, "canceled", alone: true);
                }

                break;
        }
    }

    // The first exit goes into the market, a second one waits for its stop price.
    private void StartExits_NeedsLock(Order entry)
    {
        if (_orders.LegsOf(entry).FirstOrDefault() is { Status: OrderStatus.Held } exit)
        {
            Become_NeedsLock(exit, OrderStatus.New, "new");
            if (MayTrade(exit))
            {
                Fill_NeedsLock(exit);
            }
        }
    }

    // A held stop-loss exit takes the place of the other exit once the market has gone through its stop price.
    private void Release_NeedsLock(Order stop, in SymbolState state)
    {
        if (_orders.PartnerOf(stop) is not { IsWorking: true } profit || !Execution.IsTriggered(stop, state))
        {
            return;
        }

        profit.CanceledAt = _clock.Now;
        Become_NeedsLock(profit, OrderStatus.Canceled, "canceled", alone: true);
        Become_NeedsLock(stop, OrderStatus.New, "new", alone: true);
        Fill_NeedsLock(stop);
    }
}

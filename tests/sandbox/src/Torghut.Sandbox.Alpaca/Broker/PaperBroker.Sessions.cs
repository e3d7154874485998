using Torghut.Sandbox.Alpaca.Calendar;
using Torghut.Sandbox.Alpaca.Numbers;


namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Openings and closes: waiting orders become new, auctions are held, orders whose time is over end.</summary>
internal sealed partial class PaperBroker
{
    /// <summary>Called with every move of the market's clock, before what the market reports at that time.</summary>
    public void OnTimeMoved()
    {
        var now = _clock.Now;
        if (now < Volatile.Read(ref _nextEdge))
        {
            return;
        }

        Volatile.Write(ref _nextEdge, TradingHours.NextEdge(now));
        Guid[] waiting;
        lock (_gate)
        {
            foreach (var order in _orders.Open.ToArray())
            {
                End_NeedsLock(order, now);
            }

            waiting = [.. _orders.Open.Where(o => o.Status == OrderStatus.Accepted && MayTrade(o)).Select(o => o.Id)];
        }

        foreach (var id in waiting)
        {
            Accepted?.Invoke(id);
        }
    }

    private void End_NeedsLock(Order order, long now)
    {
        switch (order.Request.TimeInForce)
        {
            case TimeInForce.Cls when now >= order.ExpiresAt:
                Auction_NeedsLock(order, Amounts.Price(_market.Of(order.Symbol.Index).Trade.Price));
                break;
            case TimeInForce.Opg when now >= TradingHours.NextClose(order.ExpiresAt):
                Cancel_NeedsLock(order);
                break;
            case TimeInForce.Gtc when now >= order.ExpiresAt:
            case TimeInForce.Day when now >= order.ExpiresAt && !_clock.Hours.AlwaysOpen:
                order.ExpiredAt = now;
                Become_NeedsLock(order, OrderStatus.Expired, "expired", alone: true);
                break;
        }
    }

    /// <summary>Fills an order at an auction's price, or cancels it when its limit does not allow that or nothing was traded.</summary>
    private void Auction_NeedsLock(Order order, decimal price)
    {
        Become_NeedsLock(order, OrderStatus.New, "new");
        var buys = order.Request.Side == OrderSide.Buy;
        if (price > 0 && (order.Request.LimitPrice is not { } limit || (buys ? price <= limit : price >= limit)))
        {
            Execute_NeedsLock(order, order.Remaining, price);
        }
        else
        {
            Cancel_NeedsLock(order);
        }
    }
}

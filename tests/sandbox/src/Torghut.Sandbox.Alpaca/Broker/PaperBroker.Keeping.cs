namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The account over restarts.</summary>
internal sealed partial class PaperBroker
{
    /// <summary>Takes up the account as the journal has it; a new one begins its journal.</summary>
    /// <exception cref="IOException">The journal has a position in a symbol that is not served.</exception>
    public void Restore(IReadOnlyList<SavedChange> changes)
    {
        lock (_gate)
        {
            var orders = new Dictionary<Guid, Order>();
            foreach (var change in changes)
            {
                foreach (var order in change.Orders ?? [])
                {
                    orders[order.Id] = order;
                }

                Restore_NeedsLock(change);
            }

            foreach (var order in orders.Values.OrderBy(o => o.Sequence))
            {
                _orders.Add(order);
                if (!order.IsOpen)
                {
                    _orders.Close(order);
                }
            }

            _sequence = orders.Count == 0 ? 0 : orders.Values.Max(o => o.Sequence);
            if (changes.Count == 0)
            {
                _journal.Append(new SavedChange { AccountId = _account.Id, Cash = _account.Cash });
            }
        }
    }

    /// <summary>Goes on with the orders that the last run had accepted and not yet activated.</summary>
    public void Resume()
    {
        Guid[] waiting;
        lock (_gate)
        {
            waiting = [.. _orders.Open.Where(o => o.Status is OrderStatus.PendingNew or OrderStatus.Accepted && MayTrade(o)).Select(o => o.Id)];
            foreach (var order in _orders.Open.ToArray())
            {
                End_NeedsLock(order, _clock.Now);
            }
        }

        foreach (var id in waiting)
        {
            Accepted?.Invoke(id);
        }
    }

    private void Restore_NeedsLock(SavedChange change)
    {
        _account.Id = change.AccountId ?? _account.Id;
        _account.Cash = change.Cash ?? _account.Cash;
        _account.Configuration = change.Configuration ?? _account.Configuration;
        if (change.Position is { } position)
        {
            var symbol = _market.Find(position.Symbol) ?? throw new IOException($"The account holds {position.Symbol}, which is not served.");
            _account.Set(symbol.Index, new Position(position.Qty, position.AveragePrice));
        }

        if (change.Activity is not null)
        {
            _activities.Add(change.Activity);
        }
    }
}

using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The account's settings, its activities, and what happens to it beside trades.</summary>
internal sealed partial class PaperBroker
{
    public Guid AccountId => _account.Id;

    public bool MayShort
    {
        get
        {
            lock (_gate)
            {
                return _account.MayShort;
            }
        }
    }

    public JsonObject ReportConfiguration()
    {
        lock (_gate)
        {
            return _account.Configuration.ToJson();
        }
    }

    /// <exception cref="RefusedException">A value is not allowed; nothing has changed.</exception>
    public JsonObject Configure(JsonObject changes)
    {
        lock (_gate)
        {
            _account.Configuration = _account.Configuration.With(changes);
            _journal.Append(new SavedChange { Configuration = _account.Configuration });
            return _account.Configuration.ToJson();
        }
    }

    /// <exception cref="RefusedException">The page token is not the id of an activity.</exception>
    public JsonArray ReportActivities(ActivityQuery query)
    {
        lock (_gate)
        {
            return [.. query.Select(_activities).Select(a => (JsonNode)a.ToJson())];
        }
    }

    /// <summary>
    /// Lets something happen to the account; gives the activity. A split cancels the symbol's open orders, whose prices and quantities it
    /// would falsify.
    /// </summary>
    /// <exception cref="RefusedException">The symbol is not served.</exception>
    public JsonObject Apply(AccountEvent happened)
    {
        lock (_gate)
        {
            var symbol = happened.Symbol is null
                ? null
                : _market.Find(happened.Symbol) ?? throw RefusedException.Unprocessable($"asset \"{happened.Symbol}\" not found");
            var before = symbol is null ? default : _account.PositionOf(symbol.Index);
            var after = happened.Change(before);
            if (happened.Rate != 1)
            {
                foreach (var order in _orders.Open.Where(o => o.Symbol == symbol).ToArray())
                {
                    CancelIfOpen_NeedsLock(order);
                }
            }

            _account.Cash += happened.NetAmount(before);
            if (symbol is not null)
            {
                _account.Set(symbol.Index, after);
            }

            var fields = happened.Describe(before, after);
            fields["date"] = NewYork.Of(Nanos.ToInstant(_clock.Now + _clock.Shift)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var activity = Add_NeedsLock(happened.Type, Guid.NewGuid(), fields);
            _journal.Append(new SavedChange
            {
                Cash = _account.Cash,
                Position = symbol is null ? null : new SavedPosition(symbol.Name, after.Qty, after.AveragePrice),
                Activity = activity,
            });
            return activity.ToJson();
        }
    }

    private void CancelIfOpen_NeedsLock(Order order)
    {
        if (order.IsOpen)
        {
            Cancel_NeedsLock(order);
        }
    }
}

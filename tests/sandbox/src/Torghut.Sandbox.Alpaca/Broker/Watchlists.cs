using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The account's watchlists, in the order in which they were made.</summary>
internal sealed class Watchlists(PaperBroker broker, MarketClock clock, SyntheticMarket market, AccountJournal journal)
{
    private const int LongestName = 64;
    private const int MostLists = 1_000;

    private readonly Lock _gate = new();
    private readonly List<Watchlist> _lists = [];

    public void Restore(IEnumerable<SavedChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Watchlist is { } list)
            {
                Put(list);
            }

            _lists.RemoveAll(l => l.Id == change.DeletedWatchlist);
        }
    }

    /// <summary>All lists, without their assets.</summary>
    public JsonArray Report()
    {
        lock (_gate)
        {
            return [.. _lists.Select(l => (JsonNode)ToJson(l, assets: false))];
        }
    }

    /// <exception cref="RefusedException">There is no such list.</exception>
    public JsonObject Report(Func<Watchlist, bool> which)
    {
        lock (_gate)
        {
            return ToJson(Find_NeedsLock(which), assets: true);
        }
    }

    /// <exception cref="RefusedException">The name is taken or of a wrong length, or a symbol is not served.</exception>
    public JsonObject Create(JsonObject body)
    {
        lock (_gate)
        {
            if (_lists.Count >= MostLists)
            {
                throw RefusedException.Unprocessable("too many watchlists");
            }

            var name = RequestFields.Text(body, "name") ?? throw RefusedException.Malformed("watchlist name is required");
            return Keep_NeedsLock(new Watchlist(Guid.NewGuid(), Checked_NeedsLock(name, null), clock.Now, clock.Now, Symbols(body) ?? []));
        }
    }

    /// <summary>Gives a list another name, other symbols, or both.</summary>
    /// <exception cref="RefusedException">There is no such list, or what it shall be is not allowed.</exception>
    public JsonObject Update(Func<Watchlist, bool> which, JsonObject body)
    {
        lock (_gate)
        {
            var list = Find_NeedsLock(which);
            var name = RequestFields.Text(body, "name") is { } other ? Checked_NeedsLock(other, list) : list.Name;
            return Keep_NeedsLock(list with { Name = name, Symbols = Symbols(body) ?? list.Symbols });
        }
    }

    /// <exception cref="RefusedException">There is no such list or symbol, or the list has the symbol.</exception>
    public JsonObject Add(Func<Watchlist, bool> which, JsonObject body)
    {
        lock (_gate)
        {
            var list = Find_NeedsLock(which);
            var symbol = Served(RequestFields.Text(body, "symbol") ?? throw RefusedException.Malformed("symbol is required"));
            return list.Symbols.Contains(symbol)
                ? throw RefusedException.Unprocessable($"duplicate symbol \"{symbol}\"")
                : Keep_NeedsLock(list with { Symbols = [.. list.Symbols, symbol] });
        }
    }

    /// <exception cref="RefusedException">There is no such list, or the symbol is not in it.</exception>
    public JsonObject Remove(Func<Watchlist, bool> which, string symbolOrId)
    {
        lock (_gate)
        {
            var list = Find_NeedsLock(which);
            var symbol = Assets.Find(market, symbolOrId)?.Name;
            return symbol is not null && list.Symbols.Contains(symbol)
                ? Keep_NeedsLock(list with { Symbols = [.. list.Symbols.Where(s => s != symbol)] })
                : throw RefusedException.NotFound($"symbol {symbolOrId} is not in the watchlist");
        }
    }

    /// <exception cref="RefusedException">There is no such list.</exception>
    public void Delete(Func<Watchlist, bool> which)
    {
        lock (_gate)
        {
            var list = Find_NeedsLock(which);
            _lists.Remove(list);
            journal.Append(new SavedChange { DeletedWatchlist = list.Id });
        }
    }

    private Watchlist Find_NeedsLock(Func<Watchlist, bool> which) => _lists.Find(l => which(l)) ?? throw RefusedException.NotFound("watchlist not found");

    private string Checked_NeedsLock(string name, Watchlist? own)
    {
        if (name.Length is 0 or > LongestName)
        {
            throw RefusedException.Malformed("watchlist name must have 1 to 64 characters");
        }

        return _lists.Exists(l => l.Name == name && l.Id != own?.Id) ? throw RefusedException.Unprocessable("watchlist name must be unique") : name;
    }

    private JsonObject Keep_NeedsLock(Watchlist list)
    {
        list = list with { UpdatedAt = clock.Now };
        Put(list);
        journal.Append(new SavedChange { Watchlist = list });
        return ToJson(list, assets: true);
    }

    private void Put(Watchlist list)
    {
        var index = _lists.FindIndex(l => l.Id == list.Id);
        if (index < 0)
        {
            _lists.Add(list);
        }
        else
        {
            _lists[index] = list;
        }
    }

    private string[]? Symbols(JsonObject body) => body["symbols"] switch
    {
        null => null,
        JsonArray symbols => [.. symbols.Select(Served).Distinct(StringComparer.Ordinal)],
        _ => throw RefusedException.Malformed("symbols must be a list"),
    };

    private string Served(JsonNode? symbol) => Served(symbol is JsonValue text && text.TryGetValue<string>(out var name) ? name : string.Empty);

    private string Served(string symbol) => market.Find(symbol)?.Name ?? throw RefusedException.Unprocessable($"asset \"{symbol}\" not found");

    private JsonObject ToJson(Watchlist list, bool assets)
    {
        var body = new JsonObject
        {
            ["id"] = list.Id.ToString(),
            ["account_id"] = broker.AccountId.ToString(),
            ["created_at"] = Timestamps.Format(list.CreatedAt + clock.Shift),
            ["updated_at"] = Timestamps.Format(list.UpdatedAt + clock.Shift),
            ["name"] = list.Name,
        };
        if (assets)
        {
            var shortable = broker.MayShort;
            body["assets"] = new JsonArray([.. list.Symbols.Select(market.Find).OfType<SymbolInfo>().Select(s => (JsonNode)Assets.Write(s, shortable))]);
        }

        return body;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>One page of a list of several symbols: symbols in alphabetical order, each in the order of time, and the place to go on from.</summary>
internal sealed class Pager(int limit, string? token, bool descending)
{
    private readonly (string Symbol, long Time, long Id)? _after = Read(token);
    private int _room = limit;

    /// <summary>The place after the last item when there is more.</summary>
    public string? NextToken { get; private set; }

    /// <summary>The items of the symbols, as far as the page has room.</summary>
    public Dictionary<string, JsonArray> Take<T>(
        IEnumerable<SymbolInfo> symbols, Func<SymbolInfo, IEnumerable<T>> items, Func<T, (long Time, long Id)> place, Func<T, JsonObject> write)
    {
        var result = new Dictionary<string, JsonArray>(StringComparer.Ordinal);
        (string Symbol, long Time, long Id) last = default;
        foreach (var symbol in symbols.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            var order = _after is { } after ? string.CompareOrdinal(symbol.Name, after.Symbol) : 1;
            if (order < 0)
            {
                continue;
            }

            var list = new JsonArray();
            foreach (var item in order == 0 ? SkipTo(items(symbol), place) : items(symbol))
            {
                if (_room == 0)
                {
                    NextToken = Write(last);
                    break;
                }

                _room--;
                list.Add(write(item));
                last = (symbol.Name, place(item).Time, place(item).Id);
            }

            if (list.Count > 0)
            {
                result.Add(symbol.Name, list);
            }

            if (NextToken is not null)
            {
                break;
            }
        }

        return result;
    }

    private static string Write((string Symbol, long Time, long Id) place) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.Symbol}|{place.Time}|{place.Id}")));

    private static (string Symbol, long Time, long Id)? Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            var parts = Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split('|');
            return (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
        }
        catch (Exception bad) when (bad is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new RefusedException(400, 40010001, "invalid page_token");
        }
    }

    private IEnumerable<T> SkipTo<T>(IEnumerable<T> items, Func<T, (long Time, long Id)> place)
    {
        // By order and not by equality: the item itself may no longer be kept.
        var last = (_after!.Value.Time, _after.Value.Id);
        return items.SkipWhile(i => descending ? place(i).CompareTo(last) >= 0 : place(i).CompareTo(last) <= 0);
    }
}

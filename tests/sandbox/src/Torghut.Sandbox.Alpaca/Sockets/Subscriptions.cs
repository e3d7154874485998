using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Torghut.Contracts.Market;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>What one connection is subscribed to. Never changes: a change makes a new one.</summary>
internal sealed class Subscriptions
{
    private static readonly string[] Names = ["trades", "quotes", "bars", "updatedBars", "dailyBars", "statuses", "lulds", "imbalances"];

    private readonly ImmutableSortedSet<string>[] _lists;
    private readonly bool[][] _wanted;
    private readonly IReadOnlyList<SymbolInfo> _symbols;

    public Subscriptions(IReadOnlyList<SymbolInfo> symbols)
        : this(symbols, [.. Names.Select(_ => ImmutableSortedSet.Create<string>(StringComparer.Ordinal))])
    {
    }

    private Subscriptions(IReadOnlyList<SymbolInfo> symbols, ImmutableSortedSet<string>[] lists)
    {
        _symbols = symbols;
        _lists = lists;
        _wanted = lists.Select(list => symbols.Select(s => list.Contains("*") || list.Contains(s.Name)).ToArray()).ToArray();
    }

    public bool IsEmpty => _lists.All(l => l.IsEmpty);

    /// <summary>Whether trades, quotes and bars of every symbol of the source are subscribed.</summary>
    public bool CoverEverything => _wanted.Take(3).All(w => w.All(x => x));

    public bool Wants(StreamChannel channel, int symbol) => _wanted[(int)channel][symbol];

    /// <summary>Symbols counted against a limit.</summary>
    public int Count(SymbolLimitCounting counting) => counting == SymbolLimitCounting.UniqueSymbols
        ? _lists.SelectMany(l => l).Distinct(StringComparer.Ordinal).Count()
        : _lists.Sum(l => l.Count);

    /// <summary>Adds or removes what a message lists; 0 and the result, or the code of the refusal.</summary>
    public (int Refusal, Subscriptions Result) Change(JsonObject message, bool add)
    {
        var lists = _lists.ToArray();
        foreach (var (key, value) in message)
        {
            var channel = Array.IndexOf(Names, key);
            if (key is "action" or "corrections" or "cancelErrors" || value is null)
            {
                continue;
            }

            if (channel < 0)
            {
                return (410, this);
            }

            if (value is not JsonArray items || !items.All(IsSymbol))
            {
                return (400, this);
            }

            var names = items.Select(i => i!.GetValue<string>());
            lists[channel] = add ? lists[channel].Union(names) : lists[channel].Except(names);
        }

        return (0, new Subscriptions(_symbols, lists));
    }

    /// <summary>The acknowledgement: every list in full.</summary>
    public JsonObject ToMessage()
    {
        var message = new JsonObject { ["T"] = "subscription" };
        for (var channel = 0; channel < Names.Length; channel++)
        {
            if (channel != (int)StreamChannel.Imbalances || !_lists[channel].IsEmpty)
            {
                message[Names[channel]] = List(_lists[channel]);
            }
        }

        message["corrections"] = List(_lists[(int)StreamChannel.Trades]);
        message["cancelErrors"] = List(_lists[(int)StreamChannel.Trades]);
        return message;
    }

    private static JsonArray List(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)n)];

    private static bool IsSymbol(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var name)
        && (name == "*" || SymbolGrammar.IsValid(name));
}

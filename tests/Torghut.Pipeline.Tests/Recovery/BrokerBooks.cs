using System.Globalization;
using System.Text.Json;

namespace Torghut.Pipeline.Tests.Recovery;

/// <summary>What the simulated broker's own ledger says was executed.</summary>
internal static class BrokerBooks
{
    private static readonly HttpClient Http = new();

    /// <summary>Quantity of each order that something was executed of, by the broker's order id.</summary>
    /// <param name="simulator">The broker's address.</param>
    /// <param name="until">Of no later execution.</param>
    public static async Task<IReadOnlyDictionary<string, decimal>> FilledAsync(string simulator, DateTimeOffset until) =>
        (await EntriesAsync(simulator)).Where(entry => Text(entry, "kind") == "execution" && entry.GetProperty("at").GetDateTimeOffset() <= until)
            .GroupBy(entry => Text(entry, "order_id"))
            .ToDictionary(fills => fills.Key, fills => fills.Sum(fill => decimal.Parse(Text(fill, "qty"), CultureInfo.InvariantCulture)));

    /// <summary>For each order id of ours, how many orders the broker took under it.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> TakenAsync(string simulator) =>
        (await EntriesAsync(simulator)).Where(entry => Text(entry, "kind") == "order_event" && Text(entry, "event") is "new" or "pending_new")
            .GroupBy(entry => Text(entry, "client_order_id"))
            .ToDictionary(events => events.Key, events => events.Select(one => Text(one, "order_id")).Distinct().Count());

    private static async Task<IReadOnlyList<JsonElement>> EntriesAsync(string simulator)
    {
        using var document = JsonDocument.Parse(await Http.GetStringAsync(new Uri(new Uri(simulator), "/_sim/ledger?after=0")));
        return [.. document.RootElement.Clone().GetProperty("entries").EnumerateArray()];
    }

    private static string Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

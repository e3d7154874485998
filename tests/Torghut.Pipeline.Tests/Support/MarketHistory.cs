using System.Globalization;
using System.Text.Json;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>What the simulated market says that was traded, over Alpaca's REST interface.</summary>
/// <param name="http">Asks.</param>
/// <param name="keys">The environment keys of the run.</param>
internal sealed class MarketHistory(HttpClient http, IReadOnlyDictionary<string, string> keys)
{
    private static readonly long Epoch = DateTimeOffset.UnixEpoch.Ticks;

    /// <summary>Every trade between two moments, in the order of time and, within a symbol, of making.</summary>
    public async Task<List<OracleTrade>> TradesAsync(IEnumerable<string> symbols, DateTimeOffset from, DateTimeOffset to)
    {
        var trades = new List<OracleTrade>();
        var page = "";
        do
        {
            var uri = $"{keys["ALPACA_BASE_URL"].TrimEnd('/')}/v2/stocks/trades?symbols={string.Join(',', symbols)}&start={Text(from)}&end={Text(to)}"
                + $"&feed={keys["ALPACA_FEED"]}&limit=10000{page}";
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(uri));
            request.Headers.Add("APCA-API-KEY-ID", keys["ALPACA_KEY_ID"]);
            request.Headers.Add("APCA-API-SECRET-KEY", keys["ALPACA_SECRET_KEY"]);
            using var response = await http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            foreach (var symbol in document.RootElement.GetProperty("trades").EnumerateObject())
            {
                trades.AddRange(symbol.Value.EnumerateArray().Select(trade => Read(symbol.Name, trade, trades.Count)));
            }

            page = document.RootElement.GetProperty("next_page_token").GetString() is { } token ? "&page_token=" + Uri.EscapeDataString(token) : "";
        }
        while (page.Length > 0);
        return [.. trades.OrderBy(trade => trade.Ts).ThenBy(trade => trade.Id)];
    }

    private static OracleTrade Read(string symbol, JsonElement trade, int index)
    {
        var at = DateTimeOffset.Parse(trade.GetProperty("t").GetString()!, CultureInfo.InvariantCulture);
        var id = trade.GetProperty("i").GetInt64();
        return new OracleTrade(symbol, (at.Ticks - Epoch) * 100, id, index, 0, id, trade.GetProperty("x").GetString()!, trade.GetProperty("p").GetDouble(),
            trade.GetProperty("s").GetDouble());
    }

    private static string Text(DateTimeOffset time) =>
        Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>Reads the two tables over ClickHouse's HTTP interface. Duplicates are resolved as every reader must: the newest ingest wins.</summary>
/// <param name="http">Asks.</param>
/// <param name="keys">The environment keys of the run.</param>
internal sealed class StoredRows(HttpClient http, IReadOnlyDictionary<string, string> keys)
{
    private readonly AuthenticationHeaderValue _authorization = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{keys["TA_CLICKHOUSE_USERNAME"]}:{keys["TA_CLICKHOUSE_PASSWORD"]}")));

    private readonly Uri _clickHouse = new(keys["TA_CLICKHOUSE_URL"]);

    public async Task<Dictionary<long, double[]>> MicrobarsAsync(string symbol) =>
        await ReadAsync(symbol, "ta_microbars", "o, h, l, c, v, toFloat64(count)");

    public async Task<Dictionary<long, double?[]>> SignalsAsync(string symbol) =>
        (await ReadNullableAsync(symbol, "ta_signals", """
            macd, macd_signal, macd_hist, ema12, ema26, rsi14, boll_mid, boll_upper, boll_lower, vwap_session, vwap_w5m,
            imbalance_spread, imbalance_bid_px, imbalance_ask_px, imbalance_bid_sz, imbalance_ask_sz, vol_realized_w60s
            """));

    private async Task<Dictionary<long, double[]>> ReadAsync(string symbol, string table, string columns) =>
        (await ReadNullableAsync(symbol, table, columns)).ToDictionary(pair => pair.Key, pair => pair.Value.Select(value => value!.Value).ToArray());

    private async Task<Dictionary<long, double?[]>> ReadNullableAsync(string symbol, string table, string columns)
    {
        var sql = $"""
            SELECT toUnixTimestamp64Milli(event_ts) / 1000, {columns} FROM torghut.{table}
            WHERE symbol = '{symbol}' ORDER BY event_ts, seq, ingest_ts DESC LIMIT 1 BY event_ts, seq FORMAT TabSeparated
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, _clickHouse) { Content = new StringContent(sql) };
        request.Headers.Authorization = _authorization;
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, body);
        return body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(
            cells => (long)double.Parse(cells[0], CultureInfo.InvariantCulture),
            cells => cells.Skip(1).Select(cell => cell == "\\N" ? (double?)null : double.Parse(cell, CultureInfo.InvariantCulture)).ToArray());
    }
}

using System.Globalization;
using Torghut.ClickHouse;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>The TA tables of one test, as the contract describes them.</summary>
internal sealed class SignalTables(ClickHouseClient client, string database)
{
    private const string Head =
        """
        symbol LowCardinality(String), event_ts DateTime64(3,'UTC'), seq UInt64, ingest_ts DateTime64(3,'UTC'), is_final UInt8, source LowCardinality(String),
        window_size LowCardinality(String), window_step LowCardinality(String), window_start DateTime64(3,'UTC'), window_end DateTime64(3,'UTC'), version UInt32
        """;

    private const string SignalColumns =
        "symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version, macd, macd_signal, macd_hist, ema12, ema26, rsi14";

    private const string BarColumns =
        "symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version, o, h, l, c, v, vwap, count";

    private const string Engine = "ENGINE = ReplacingMergeTree(ingest_ts) PARTITION BY toDate(event_ts) ORDER BY (symbol, event_ts, seq)";

    public string Signals => $"{database}.ta_signals";

    public string Microbars => $"{database}.ta_microbars";

    public async Task CreateAsync()
    {
        await client.ExecuteNonQueryAsync($"CREATE DATABASE {database}");
        await client.ExecuteNonQueryAsync(
            $"""
            CREATE TABLE {Signals} ({Head}, macd Nullable(Float64), macd_signal Nullable(Float64), macd_hist Nullable(Float64), ema12 Nullable(Float64),
              ema26 Nullable(Float64), rsi14 Nullable(Float64), boll_mid Nullable(Float64), boll_upper Nullable(Float64), boll_lower Nullable(Float64),
              vwap_session Nullable(Float64), vwap_w5m Nullable(Float64), imbalance_spread Nullable(Float64), imbalance_bid_px Nullable(Float64),
              imbalance_ask_px Nullable(Float64), imbalance_bid_sz Nullable(Float64), imbalance_ask_sz Nullable(Float64), vol_realized_w60s Nullable(Float64)) {Engine}
            """);
        await client.ExecuteNonQueryAsync(
            $"CREATE TABLE {Microbars} ({Head}, o Float64, h Float64, l Float64, c Float64, v Float64, vwap Nullable(Float64), count UInt64) {Engine}");
    }

    public Task PriceAsync(string symbol, DateTimeOffset at, decimal price, decimal volume = 10_000) => client.ExecuteNonQueryAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO {Microbars} SELECT {HeadValues(symbol, at)}, {price}, {price}, {price}, {price}, {volume}, {price}, 10"));

    /// <summary>A signal that makes macd_rsi buy.</summary>
    public Task BuyAsync(string symbol, DateTimeOffset at) => SignalAsync(symbol, at, 1.0, 0.5, 20);

    /// <summary>Many of them in one insert.</summary>
    public Task BuyAsync(string symbol, IEnumerable<DateTimeOffset> times) => client.ExecuteNonQueryAsync(
        $"INSERT INTO {Signals} ({SignalColumns}) {string.Join(" UNION ALL ", times.Select(at => $"SELECT {SignalValues(symbol, at, 1.0, 0.5, 20)}"))}");

    /// <summary>A signal that makes macd_rsi sell.</summary>
    public Task SellAsync(string symbol, DateTimeOffset at) => SignalAsync(symbol, at, 0.5, 1.0, 80);

    /// <summary>A signal that nobody acts on.</summary>
    public Task QuietAsync(string symbol, DateTimeOffset at) => SignalAsync(symbol, at, 0.5, 0.5, 50);

    public Task SignalAsync(string symbol, DateTimeOffset at, double macd, double signal, double rsi) =>
        client.ExecuteNonQueryAsync($"INSERT INTO {Signals} ({SignalColumns}) SELECT {SignalValues(symbol, at, macd, signal, rsi)}");

    /// <summary>A quiet signal of which one column holds something else.</summary>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="at">Its event time.</param>
    /// <param name="assignment">The column and what it holds, such as <c>seq = 18446744073709551615</c>.</param>
    public Task SpoilAsync(string symbol, DateTimeOffset at, string assignment) =>
        SpoilAsync(Signals, SignalColumns, SignalValues(symbol, at, 0.5, 0.5, 50), assignment);

    /// <summary>A bar of which one column holds something else.</summary>
    public Task SpoilBarAsync(string symbol, DateTimeOffset at, string assignment) =>
        SpoilAsync(Microbars, BarColumns, $"{HeadValues(symbol, at)}, 100, 100, 100, 100, 10, 100, 10", assignment);

    private Task SpoilAsync(string table, string columns, string values, string assignment)
    {
        var (column, value) = (assignment.Split(" = ")[0], assignment.Split(" = ")[1]);
        var written = columns.Split(", ")
            .Select((name, i) => name == column ? value : string.Create(CultureInfo.InvariantCulture, $"tupleElement(r, {i + 1})"));
        return client.ExecuteNonQueryAsync($"INSERT INTO {table} ({columns}) WITH tuple({values}) AS r SELECT {string.Join(", ", written)}");
    }

    private static string SignalValues(string symbol, DateTimeOffset at, double macd, double signal, double rsi) =>
        string.Create(CultureInfo.InvariantCulture, $"{HeadValues(symbol, at)}, {macd}, {signal}, {macd - signal}, 100, 100, {rsi}");

    private static string HeadValues(string symbol, DateTimeOffset at)
    {
        var end = At(at);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"'{symbol}', {end}, {at.ToUnixTimeSeconds() - 1}, {end}, 1, 'ta', 'PT1S', 'PT1S', {At(at.AddSeconds(-1))}, {end}, 1");
    }

    private static string At(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"fromUnixTimestamp64Milli({at.ToUnixTimeMilliseconds()}, 'UTC')");
}

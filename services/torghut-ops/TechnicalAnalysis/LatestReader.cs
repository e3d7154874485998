using System.Globalization;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;
using Torghut.Contracts;
using Torghut.Contracts.Time;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>The newest bar and signal of each symbol. A row of a time to come is no newest one: it would hide all that are.</summary>
internal sealed class LatestReader(TaStore store, TaReadOptions options, TimeProvider time)
{
    /// <summary>More symbols than a universe may have.</summary>
    private const int MostSymbols = 10_000;

    private const int BarValues = 7;

    private const string IsPast = "event_ts <= fromUnixTimestamp64Milli({until:Int64}, 'UTC')";

    /// <summary>How far the clock of whoever computes a bar may be ahead of this one.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <param name="symbol">One symbol, however long it has been silent; null for all that were not silent for long.</param>
    public async Task<Latest> ReadAsync(string? symbol, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var bars = await RowsAsync(DerivedTables.Microbars, "o, h, l, c, v, vwap, count", BarValues, symbol, now, cancellationToken);
        var signals = await RowsAsync(DerivedTables.Signals, SeriesSql.Indicators, SeriesSql.IndicatorCount, symbol, now, cancellationToken);
        var signalOf = signals.ToDictionary(row => row.Symbol, StringComparer.Ordinal);
        return Latest.Of(now, bars.Select(bar => (
            bar.Symbol, bar.EventTs, bar.Values,
            signalOf.TryGetValue(bar.Symbol, out var signal) ? (signal.EventTs, signal.Values) : ((DateTimeOffset, double[])?)null)));
    }

    private Task<IReadOnlyList<(string Symbol, DateTimeOffset EventTs, double[] Values)>> RowsAsync(
        string table, string columns, int count, string? symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("until", (now + ClockSkew).ToUnixTimeMilliseconds());
        if (symbol is not null)
        {
            parameters.AddParameter("symbol", symbol);
        }
        else
        {
            parameters.AddParameter("rows", MostSymbols);
            parameters.AddParameter("seconds", (long)options.LatestWindow.TotalSeconds);
        }

        return store.QueryAsync(
            symbol is null ? OfAll(store.Name(table), columns, count) : OfOne(store.Name(table), columns), reader => RowOf(reader, count), parameters,
            cancellationToken);
    }

    /// <summary>Read backwards from the end of the symbol's rows.</summary>
    private static string OfOne(string table, string columns) =>
        $$"""
        SELECT toString(symbol), toUnixTimestamp64Milli(event_ts), {{columns}} FROM {{table}}
        WHERE symbol = {symbol:String} AND {{IsPast}} ORDER BY symbol DESC, event_ts DESC, seq DESC, ingest_ts DESC LIMIT 1
        """;

    /// <summary>The newest time of all comes from the index of the partitions; only rows near it are read.</summary>
    private static string OfAll(string table, string columns, int count) =>
        $$"""
        SELECT toString(symbol), newest.1, {{SeriesSql.Elements("newest.2", count)}}
        FROM
        (
            SELECT symbol, argMax(tuple(toUnixTimestamp64Milli(event_ts), tuple({{columns}})), tuple(event_ts, seq, ingest_ts)) AS newest
            FROM {{table}}
            WHERE event_ts > (SELECT max(event_ts) FROM {{table}} WHERE {{IsPast}}) - toIntervalSecond({seconds:Int64}) AND {{IsPast}} GROUP BY symbol
        )
        ORDER BY symbol LIMIT {rows:UInt32}
        """;

    private static (string Symbol, DateTimeOffset EventTs, double[] Values) RowOf(ClickHouseDataReader reader, int count)
    {
        var values = new double[count];
        for (var column = 0; column < count; column++)
        {
            values[column] = TaStore.Number(reader, column + 2);
        }

        var symbol = Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!;
        return (symbol, Nanos.ToInstant(TaStore.Whole(reader, 1) * Nanos.PerMillisecond), values);
    }
}

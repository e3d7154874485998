using System.Globalization;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Asks ClickHouse for the rows behind a decision. An explanation stands without them, so a failure is a sentence in it.</summary>
/// <param name="client">Null when no address is configured.</param>
internal sealed class DerivedRows(IClickHouseClient? client, TargetOptions targets) : IDisposable
{
    private static readonly string[] BarValues = ["o", "h", "l", "c", "v", "vwap", "count"];

    /// <summary>Longer than the page of one decision should wait.</summary>
    private static readonly QueryOptions Brief = new()
    {
        Timeout = TimeSpan.FromSeconds(2),
        Settings = new Dictionary<string, string> { ["max_execution_time"] = "2" },
    };

    public async Task<DerivedEvidence> ReadAsync(string symbol, DateTimeOffset eventTs, long seq, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            return new DerivedEvidence("ClickHouse is not configured (TA_CLICKHOUSE_URL).", null, null);
        }

        try
        {
            var bar = RowAsync(DerivedTables.Microbars, BarValues, symbol, eventTs, seq, cancellationToken);
            var signal = RowAsync(DerivedTables.Signals, [], symbol, eventTs, seq, cancellationToken);
            return new DerivedEvidence(null, await bar, await signal);
        }
        catch (ClickHouseException failure) when (StoreFailure.Of(failure) is { } seen)
        {
            return new DerivedEvidence($"ClickHouse did not say: {seen.Seen}.", null, null);
        }
    }

    /// <summary>How many signals there are of a span, and the end of the newest one's window; or why nobody knows.</summary>
    public async Task<SignalCount> CountSignalsAsync(string symbol, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            return new SignalCount(null, null, "ClickHouse is not configured (TA_CLICKHOUSE_URL).");
        }

        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("symbol", symbol);
        parameters.AddParameter("from", from);
        parameters.AddParameter("to", to);
        try
        {
            var counts = await client.QueryAsync(
                $$"""
                SELECT toInt64(uniqExact(event_ts, seq)), max(event_ts) FROM {{Table(DerivedTables.Signals)}}
                WHERE symbol = {symbol:String} AND event_ts > {from:DateTime64(3,'UTC')} AND event_ts <= {to:DateTime64(3,'UTC')} LIMIT 1
                """,
                reader => (Count: reader.GetInt64(0), Newest: reader.GetDateTimeOffset(1)), parameters, Brief, cancellationToken);
            return new SignalCount(counts[0].Count, counts[0].Count == 0 ? null : counts[0].Newest, null);
        }
        catch (ClickHouseException failure) when (StoreFailure.Of(failure) is { } seen)
        {
            return new SignalCount(null, null, $"ClickHouse did not say: {seen.Seen}.");
        }
    }

    public void Dispose() => (client as IDisposable)?.Dispose();

    private async Task<DerivedRow?> RowAsync(
        string table, IReadOnlyList<string> values, string symbol, DateTimeOffset eventTs, long seq, CancellationToken cancellationToken)
    {
        if (seq < 0)
        {
            return null;
        }

        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("symbol", symbol);
        parameters.AddParameter("at", eventTs);
        parameters.AddParameter("seq", (ulong)seq);
        var shown = string.Concat(values.Select(value => $", toString({value})"));
        var rows = await client!.QueryAsync(
            $$"""
            SELECT toString(record_topic), record_partition, record_offset, toString(lineage_topic), lineage_partition, lineage_first_offset,
              lineage_last_offset{{shown}}
            FROM {{Table(table)}}
            WHERE symbol = {symbol:String} AND event_ts = {at:DateTime64(3,'UTC')} AND seq = {seq:UInt64} ORDER BY ingest_ts DESC LIMIT 1
            """,
            reader => Read(reader, values), parameters, Brief, cancellationToken);
        return rows.Count > 0 ? rows[0] : null;
    }

    private static DerivedRow Read(ClickHouseDataReader reader, IReadOnlyList<string> values)
    {
        string? TextAt(int index) => reader.IsDBNull(index) || reader.GetString(index) is not { Length: > 0 } text ? null : text;
        int? PartitionAt(int index) => reader.IsDBNull(index) ? null : Convert.ToInt32(reader.GetValue(index), CultureInfo.InvariantCulture);
        long? OffsetAt(int index) => reader.IsDBNull(index) ? null : Convert.ToInt64(reader.GetValue(index), CultureInfo.InvariantCulture);
        return new DerivedRow(
            TextAt(0), PartitionAt(1), OffsetAt(2), TextAt(3), PartitionAt(4), OffsetAt(5), OffsetAt(6),
            [.. values.Select((name, index) => new StepFact(name, TextAt(7 + index), FactUnits.Of(name)))]);
    }

    private string Table(string table) => ClickHouseIdentifier.QuoteTable($"{targets.ClickHouseDatabase}.{table}");
}

using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;
using Torghut.ClickHouse;

namespace Torghut.Trading.Signals;

/// <summary>
/// Asks where signals come from. Apart from the read that decisions are made on, which must neither cost more nor fail when a table has no such columns
/// (one that an older sink keeps, or the envelope view); asked only for spans that are recorded.
/// </summary>
internal sealed class SignalOriginReader(IClickHouseClient client, SignalOptions options)
{
    /// <summary>A trace is not worth waiting for.</summary>
    private static readonly QueryOptions Brief = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly string _signals = Sql(options.SignalTable);
    private readonly string _bars = Sql(options.PriceTable);

    /// <summary>Where the signals themselves are read.</summary>
    public string SignalTable => options.SignalTable;

    /// <summary>What is known of each; nothing when the tables cannot say.</summary>
    public async Task<IReadOnlyDictionary<SignalPosition, SignalOrigin>> ReadAsync(
        IReadOnlyCollection<SignalPosition> signals, CancellationToken cancellationToken)
    {
        var origins = new Dictionary<SignalPosition, SignalOrigin>();
        if (signals.Count == 0)
        {
            return origins;
        }

        try
        {
            var ofSignals = await ReadAsync(_signals, signals, cancellationToken);
            var ofBars = await ReadAsync(_bars, signals, cancellationToken);
            foreach (var signal in signals)
            {
                origins[signal] = new SignalOrigin(ofSignals.GetValueOrDefault(signal), ofBars.GetValueOrDefault(signal));
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a table holds or lacks, a trace is not worth a tick: the spans say what they know without it.
            return origins;
        }

        return origins;
    }

    private async Task<Dictionary<SignalPosition, RecordOrigin>> ReadAsync(
        string sql, IReadOnlyCollection<SignalPosition> signals, CancellationToken cancellationToken)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("symbols", signals.Select(signal => signal.Symbol).Distinct(StringComparer.Ordinal).ToArray());
        parameters.AddParameter("from", signals.Min(signal => signal.EventTs));
        parameters.AddParameter("to", signals.Max(signal => signal.EventTs));
        parameters.AddParameter("seqs", signals.Select(signal => (ulong)signal.Seq).Distinct().ToArray());
        var rows = await client.QueryAsync(sql, Read, parameters, Brief, cancellationToken);
        return rows.ToDictionary(row => row.Position, row => row.Origin);
    }

    private static (SignalPosition Position, RecordOrigin Origin) Read(ClickHouseDataReader reader)
    {
        long? OffsetAt(int index) => reader.IsDBNull(index) ? null : reader.GetInt64(index);
        int? PartitionAt(int index) => reader.IsDBNull(index) ? null : reader.GetInt32(index);
        string? TextAt(int index) => reader.GetString(index) is { Length: > 0 } text ? text : null;
        return (
            new SignalPosition(reader.GetDateTimeOffset(1), reader.GetString(0), checked((long)reader.GetUInt64(2))),
            new RecordOrigin(TextAt(3), PartitionAt(4), OffsetAt(5), TextAt(6), PartitionAt(7), OffsetAt(8), OffsetAt(9)));
    }

    private static string Sql(string table) =>
        $$"""
        SELECT toString(symbol), event_ts, seq, toString(record_topic), record_partition, record_offset,
          toString(lineage_topic), lineage_partition, lineage_first_offset, lineage_last_offset
        FROM {{ClickHouseIdentifier.QuoteTable(table)}}
        WHERE symbol IN {symbols:Array(String)} AND event_ts >= {from:DateTime64(3,'UTC')} AND event_ts <= {to:DateTime64(3,'UTC')}
          AND has({seqs:Array(UInt64)}, seq)
        ORDER BY event_ts, symbol, seq, ingest_ts DESC LIMIT 1 BY event_ts, symbol, seq
        """;
}

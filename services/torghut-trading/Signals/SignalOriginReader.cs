using Torghut.ClickHouse;
using Torghut.Trading.FeatureQuality;

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

    /// <summary>What is known of each; nothing when the tables cannot say.</summary>
    public async Task<IReadOnlyDictionary<SignalPosition, SignalOrigin>> ReadAsync(
        IReadOnlyCollection<SignalPosition> signals, CancellationToken cancellationToken)
    {
        var origins = new Dictionary<SignalPosition, SignalOrigin>();
        if (signals.Count == 0) return origins;
        try
        {
            var ofSignals = await ReadAsync(_signals, signals, cancellationToken);
            var ofBars = await ReadAsync(_bars, signals, cancellationToken);
            foreach (var signal in signals) origins[signal] = new SignalOrigin(ofSignals.GetValueOrDefault(signal), ofBars.GetValueOrDefault(signal));
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
        var found = new Dictionary<SignalPosition, RecordOrigin>();
        var parameters = new ClickHouseParameters
        {
            { "symbols", signals.Select(signal => signal.Symbol).Distinct(StringComparer.Ordinal) },
            { "from", signals.Min(signal => signal.EventTs) },
            { "to", signals.Max(signal => signal.EventTs) },
            { "seqs", signals.Select(signal => signal.Seq).Distinct() },
        };
        await using var reader = await client.ExecuteReaderAsync(sql, parameters, Brief, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            long? At(int index) => reader.IsNull(index) ? null : reader.GetInt64(index);
            string? TextAt(int index) => reader.GetString(index) is { Length: > 0 } text ? text : null;
            found[new SignalPosition(reader.GetDateTimeOffset(1), reader.GetString(0), reader.GetInt64(2))] =
                new RecordOrigin(TextAt(3), (int?)At(4), At(5), TextAt(6), (int?)At(7), At(8), At(9));
        }

        return found;
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

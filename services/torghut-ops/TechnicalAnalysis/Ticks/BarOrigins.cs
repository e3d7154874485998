using System.Globalization;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;
using Torghut.Contracts;
using Torghut.Contracts.Records;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>Finds what a bar was computed from.</summary>
internal sealed class BarOrigins(TaStore store)
{
    /// <summary>The bar of a second; null when there is none.</summary>
    public async Task<BarOrigin?> FindAsync(string symbol, long second, CancellationToken cancellationToken)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("symbol", symbol);
        parameters.AddParameter("second", second);
        var rows = await store.QueryAsync(
            $$"""
            SELECT toString(lineage_topic), lineage_partition, lineage_first_offset, lineage_last_offset FROM {{store.Name(DerivedTables.Microbars)}}
            WHERE symbol = {symbol:String} AND event_ts = fromUnixTimestamp64Milli(({second:Int64} + 1) * 1000, 'UTC') AND seq = {second:Int64}
            ORDER BY ingest_ts DESC LIMIT 1
            """,
            Read, parameters, cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    private static BarOrigin Read(ClickHouseDataReader reader)
    {
        var topic = Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture);
        return topic is not { Length: > 0 } || reader.IsDBNull(1) || reader.IsDBNull(2) || reader.IsDBNull(3)
            ? new BarOrigin(null)
            : new BarOrigin(new Lineage(topic, (int)TaStore.Whole(reader, 1), TaStore.Whole(reader, 2), TaStore.Whole(reader, 3)));
    }
}

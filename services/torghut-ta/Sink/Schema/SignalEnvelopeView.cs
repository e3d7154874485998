using Torghut.Contracts;

namespace Torghut.Ta.Sink.Schema;

/// <summary>
/// The view for older readers: one row a signal in the shape of the envelope, its groups as JSON in <c>payload</c>. Repeated rows are told apart
/// by <c>ingest_ts</c> here, because the table merges them some time later. A filter on symbol and time reaches the table's key.
/// </summary>
internal static class SignalEnvelopeView
{
    // argMax skips NULLs, so the columns go through it in one tuple; the newest row wins as a whole.
    private const string Body = """
        SELECT
            symbol,
            event_ts,
            newest.1 AS ingest_ts,
            seq,
            newest.2 AS is_final,
            newest.3 AS source,
            newest.4 AS version,
            concat('{"size":', toJSONString(newest.5), ',"step":', toJSONString(newest.6), ',"start":"', replaceOne(toString(newest.7), ' ', 'T'), 'Z","end":"', replaceOne(toString(newest.8), ' ', 'T'), 'Z"}') AS window,
            concat(
                '{"macd":', if(isNull(newest.9), 'null', concat('{"macd":', ifNull(toJSONString(newest.9), 'null'), ',"signal":', ifNull(toJSONString(newest.10), 'null'), ',"hist":', ifNull(toJSONString(newest.11), 'null'), '}')),
                ',"ema":', if(isNull(newest.12), 'null', concat('{"ema12":', ifNull(toJSONString(newest.12), 'null'), ',"ema26":', ifNull(toJSONString(newest.13), 'null'), '}')),
                ',"rsi14":', ifNull(toJSONString(newest.14), 'null'),
                ',"boll":', if(isNull(newest.15), 'null', concat('{"mid":', ifNull(toJSONString(newest.15), 'null'), ',"upper":', ifNull(toJSONString(newest.16), 'null'), ',"lower":', ifNull(toJSONString(newest.17), 'null'), '}')),
                ',"vwap":', if(isNull(newest.18) AND isNull(newest.19), 'null', concat('{"session":', ifNull(toJSONString(newest.18), 'null'), ',"w5m":', ifNull(toJSONString(newest.19), 'null'), '}')),
                ',"imbalance":', if(isNull(newest.20) AND isNull(newest.21) AND isNull(newest.22), 'null', concat('{"spread":', ifNull(toJSONString(newest.20), 'null'), ',"bid_px":', ifNull(toJSONString(newest.21), 'null'), ',"ask_px":', ifNull(toJSONString(newest.22), 'null'),
                    ',"bid_sz":', ifNull(toJSONString(newest.23), 'null'), ',"ask_sz":', ifNull(toJSONString(newest.24), 'null'), '}')),
                ',"vol_realized":', if(isNull(newest.25), 'null', concat('{"w60s":', ifNull(toJSONString(newest.25), 'null'), '}')),
                '}') AS payload
        FROM
        (
            SELECT
                symbol,
                event_ts,
                seq,
                argMax(
                    tuple(
                        t.ingest_ts, t.is_final, t.source, t.version, t.window_size, t.window_step, t.window_start, t.window_end,
                        macd, macd_signal, macd_hist, ema12, ema26, rsi14, boll_mid, boll_upper, boll_lower, vwap_session, vwap_w5m,
                        imbalance_spread, imbalance_bid_px, imbalance_ask_px, imbalance_bid_sz, imbalance_ask_sz, vol_realized_w60s),
                    t.ingest_ts) AS newest
            FROM {table} AS t
            GROUP BY symbol, event_ts, seq
        )
        """;

    public static string Create(TaTableOptions options) =>
        $"CREATE OR REPLACE VIEW {TaTables.Name(DerivedTables.SignalEnvelopes, options)}{TaTables.OnCluster(options)} AS\n{Definition(options)}";

    private static string Definition(TaTableOptions options) =>
        Body.Replace("{table}", TaTables.Name(DerivedTables.Signals, options), StringComparison.Ordinal);
}

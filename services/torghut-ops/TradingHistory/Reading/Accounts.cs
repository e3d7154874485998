namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>The accounts whose trading is on record, the one that was active last first.</summary>
internal static class Accounts
{
    private const int Most = 100;

    /// <summary>Each label is found by the index, without reading the rows between two labels.</summary>
    private static readonly string Sql =
        $"""
        WITH RECURSIVE {string.Join(", ", new[] { "trade_decisions", "executions", "position_snapshots" }.Select(Labels))},
        label AS (SELECT l FROM trade_decisions_label UNION SELECT l FROM executions_label UNION SELECT l FROM position_snapshots_label)
        SELECT l, greatest(
          (SELECT created_at FROM trade_decisions WHERE account_label = l ORDER BY created_at DESC LIMIT 1),
          (SELECT created_at FROM executions WHERE account_label = l ORDER BY created_at DESC LIMIT 1),
          (SELECT created_at FROM position_snapshots WHERE account_label = l ORDER BY created_at DESC LIMIT 1)) AS newest
        FROM label WHERE l IS NOT NULL ORDER BY newest DESC NULLS LAST, l LIMIT {Most}
        """;

    public static Task<List<string>> ReadAsync(HistorySession session) => session.RowsAsync(Sql, row => row.GetString(0));

    /// <summary>The account that is meant: the one asked for, else the one that was active last; null when there is none.</summary>
    public static async Task<string?> MeantAsync(HistorySession session, string? asked) => asked ?? (await ReadAsync(session)).FirstOrDefault();

    private static string Labels(string table) =>
        $"""
        {table}_label (l, n) AS (
          (SELECT account_label, 1 FROM {table} ORDER BY account_label LIMIT 1)
          UNION ALL
          SELECT (SELECT account_label FROM {table} WHERE account_label > l ORDER BY account_label LIMIT 1), n + 1 FROM {table}_label
          WHERE l IS NOT NULL AND n < {Most})
        """;
}

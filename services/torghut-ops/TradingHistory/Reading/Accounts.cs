using Torghut.Ops.Snapshots;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>The accounts whose trading is on record, the one that was active last first.</summary>
internal static class Accounts
{
    private static readonly string Sql =
        $"""
        WITH RECURSIVE {string.Join(", ", new[] { "trade_decisions", "executions", "position_snapshots" }.Select(AccountLabels.Of))},
        label AS (SELECT l FROM trade_decisions_label UNION SELECT l FROM executions_label UNION SELECT l FROM position_snapshots_label)
        SELECT l, greatest(
          (SELECT created_at FROM trade_decisions WHERE account_label = l ORDER BY created_at DESC LIMIT 1),
          (SELECT created_at FROM executions WHERE account_label = l ORDER BY created_at DESC LIMIT 1),
          (SELECT created_at FROM position_snapshots WHERE account_label = l ORDER BY created_at DESC LIMIT 1)) AS newest
        FROM label WHERE l IS NOT NULL ORDER BY newest DESC NULLS LAST, l LIMIT {AccountLabels.Most}
        """;

    public static Task<List<string>> ReadAsync(HistorySession session) => session.RowsAsync(Sql, row => row.GetString(0));

    /// <summary>The account that is meant: the one asked for, else the one that was active last; null when there is none.</summary>
    public static async Task<string?> MeantAsync(HistorySession session, string? asked) => asked ?? (await ReadAsync(session)).FirstOrDefault();
}

using Npgsql;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.Backtests;

/// <summary>The reports that are registered, from new to old. A row once written stays as it is.</summary>
internal static class BacktestReports
{
    /// <summary>A report is below 2 MB; a much larger one is none.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>A report may be registered for several accounts.</summary>
    private const string Place = "md5(account_label || ':' || sha256)::uuid";

    private const string Columns =
        "account_label, sha256, catalogue_digest, data_digest, periods, trials, insufficient, deflated_sharpe, registered_at, "
        + $"octet_length(report)::bigint, {Place}";

    /// <param name="account">Null for those of all.</param>
    public static Task<List<BacktestItem>> ReadAsync(HistorySession session, string? account, HistoryPosition? after, int limit) => session.RowsAsync(
        $"""
        SELECT {Columns} FROM backtest_reports
        WHERE true{(account is null ? "" : " AND account_label = @account")}{(after is null ? "" : $" AND (registered_at, {Place}) < (@at, @id)")}
        ORDER BY registered_at DESC, {Place} DESC LIMIT @limit
        """,
        Item,
        [
            ("limit", limit), .. account is null ? [] : new (string, object)[] { ("account", account) },
            .. after is { } place ? new (string, object)[] { ("at", place.At), ("id", place.Id) } : [],
        ]);

    /// <summary>The bytes of a report; null when there is none, or it is larger than a report.</summary>
    /// <param name="sha256">64 digits.</param>
    public static async Task<byte[]?> FindAsync(HistorySession session, string sha256)
    {
        // Whoever's it is, the same digest is of the same bytes.
        var found = await session.RowsAsync(
            $"SELECT report FROM backtest_reports WHERE sha256 = @sha256 AND octet_length(report) <= {MaxBytes} LIMIT 1",
            row => row.GetFieldValue<byte[]>(0), ("sha256", sha256));
        return found.FirstOrDefault();
    }

    public static HistoryPosition PositionOf(BacktestItem item) => new(item.RegisteredAt, item.Place);

    private static BacktestItem Item(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.Text(6),
        row.IsDBNull(7) ? null : row.GetDouble(7), row.Instant(8), row.GetInt64(9))
    {
        Place = row.GetGuid(10),
    };
}
